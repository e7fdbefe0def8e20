using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class DeepQNetworkTests
{
    private const int Positions = 18;

    [Fact]
    public void ItActsAndLearns() => Property.Holds(Gen.Int[0, int.MaxValue], seed =>
    {
        using DeepQNetwork network = new();
        SystemAssert.Learns(network, seed, (draw, batch) =>
        {
            DeepQNetwork.Observation now = Observe(draw, batch, draw.Legal(batch, Positions));
            DeepQNetwork.Actions actions = network.Act(now, epsilon: 0.5, new RandomStream(seed));
            Tensor next = network.forward(Observe(draw, batch, draw.Mask(batch, Positions))).Max().detach();
            Tensor error = network.forward(now).Of(actions).sub(next).sub(draw.Numbers(batch));
            return error.mul(error).mean();
        });
    }, cases: 1);

    [Fact]
    public void ValuesAndActions_EqualTheReferenceComputation()
    {
        using DeepQNetwork network = new();
        network.to(ScalarType.Float64);
        Property.Holds(Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 5]), input =>
        {
            (int seed, int batch) = input;
            Weights.Randomise(network, seed);
            Draw draw = new(seed, ScalarType.Float64);
            DeepQNetwork.Observation observation = Observe(draw, batch, draw.Mask(batch, Positions).logical_and(draw.Mask(batch, 1)));
            long[] any = [.. Enumerable.Range(0, batch).Select(_ => (long)draw.Integer(-1, Positions - 1))];
            (double[] Values, bool[] IsLegal)[] rows = [.. Values(network, observation).Zip(Formulas.Masks(observation.QMask!))];

                using DeepQNetwork.Values values = network.forward(observation);
                Same.Nearly(tensor(rows.Select(row => Legal(row).DefaultIfEmpty(0).Max()).ToArray()), values.Max(), "max", 1e-10);
                Assert.Equal(
                    rows.Select(row => Legal(row).Any() ? Array.IndexOf(row.Values, Legal(row).Max()) : -1L),
                    Same.Integers(values.Greedy().Q)
                );
                double[] ofAny =
                [
                    .. rows.Zip(
                        any,
                        (row, action) =>
                            action < 0 ? 0
                            : row.IsLegal[action] ? row.Values[action]
                            : double.NegativeInfinity
                    ),
                ];
                Same.Nearly(tensor(ofAny), values.Of(new DeepQNetwork.Actions { Q = tensor(any) }), "values of any actions", 1e-10);
            },
            cases: 5
        );
    }

    private static IEnumerable<double> Legal((double[] Values, bool[] IsLegal) row) => row.Values.Where((_, action) => row.IsLegal[action]);

    private static DeepQNetwork.Observation Observe(Draw draw, int batch, Tensor mask) =>
        new() { Frames = draw.Numbers(batch, 4, 84, 84), QMask = mask };

    private static double[][] Values(DeepQNetwork network, DeepQNetwork.Observation observation)
    {
        Formulas formulas = new(network);
        return
        [
            .. Formulas.Rows(network.Core.call(network.Frames.call(observation.Frames).Pooled))
                .Select(known => formulas.Linear("Q", known)),
        ];
    }
}
