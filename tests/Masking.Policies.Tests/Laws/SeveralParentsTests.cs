using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Masks that depend on the choices of several heads, and complements of conditions, compared with an enumeration.</summary>
public sealed class SeveralParentsTests
{
    private const int Pieces = 3;
    private const int Squares = 3;
    private const int Seeds = 12;
    private static readonly int s_promotions = Enum.GetValues<Promotion>().Length;

    public static TheoryData<int> EverySeed => [.. Enumerable.Range(0, Seeds)];

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void JointLogProbability_IsTheSumOverActiveHeads(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (GambitPolicy policy, GambitPolicy.Observation observation) = Make(seed);
        (Joint[] joints, double[] expected) = Enumerate(policy, observation);

        double[] actual = policy.forward(Repeat(observation, joints.Length)).LogProb(Actions(joints)).exp().data<double>().ToArray();

        Assert.Equal(1, actual.Sum(), 1e-9);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void Entropy_EqualsThatOfTheJointActions(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (GambitPolicy policy, GambitPolicy.Observation observation) = Make(seed);
        (_, double[] probabilities) = Enumerate(policy, observation);

        double expected = -probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p));
        Assert.Equal(expected, policy.forward(observation).Entropy().item<double>(), 1e-9);
    }

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void Divergence_EqualsThatOfTheJointActions(int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        (GambitPolicy policy, GambitPolicy.Observation observation) = Make(seed);
        (GambitPolicy other, _) = Make(seed + Seeds);
        (_, double[] p) = Enumerate(policy, observation);
        (_, double[] q) = Enumerate(other, observation);

        double expected = p.Zip(q).Where(pair => pair.First > 0).Sum(pair => pair.First * Math.Log(pair.First / pair.Second));
        Assert.Equal(expected, policy.forward(observation).KlDivergence(other.forward(observation)).item<double>(), 1e-9);
    }

    [Theory]
    [MemberData(nameof(EverySeed))]
    public void EntropyGradient_EqualsFiniteDifferences(int seed)
    {
        const double Step = 1e-5;
        (GambitPolicy policy, GambitPolicy.Observation observation) = Make(seed);
        using DisposeScope scope = NewDisposeScope();
        policy.forward(observation).Entropy().sum().backward();
        foreach (string name in new[] { "To.bias", "Becomes.bias", "Offer.bias", "Clock.bias" })
        {
            Tensor bias = policy.get_parameter(name)!;
            double[] gradient = bias.grad!.data<double>().ToArray();
            for (int i = 0; i < gradient.Length; i++)
            {
                double difference = EntropyWith(policy, observation, bias, i, Step) - EntropyWith(policy, observation, bias, i, -Step);
                Assert.Equal(difference / (2 * Step), gradient[i], 1e-7);
            }
        }
    }

    [Fact]
    public void Samples_HaveTheirProbabilities_AndAreLegal()
    {
        const int Draws = 100_000;
        using DisposeScope scope = NewDisposeScope();
        (GambitPolicy policy, GambitPolicy.Observation observation) = Make(3);
        (Joint[] joints, double[] probabilities) = Enumerate(policy, observation);

        GambitPolicy.Actions drawn = policy.Act(Repeat(observation, Draws), new RandomStream(7)).Actions;
        Dictionary<Joint, int> counts = Read(drawn).GroupBy(joint => joint).ToDictionary(group => group.Key, group => group.Count());

        Assert.Equal(Draws, joints.Sum(joint => counts.GetValueOrDefault(joint)));
        Assert.All(joints.Zip(probabilities), pair =>
        {
            double deviation = 5.5 * Math.Sqrt(pair.Second * (1 - pair.Second) / Draws);
            Assert.Equal(pair.Second, counts.GetValueOrDefault(pair.First) / (double)Draws, deviation);
        });
    }

    [Fact]
    public void Mask_IsThatOfTheCombinationOfChoices()
    {
        using GambitPolicy policy = new();
        using GambitPolicy.Batch batch = new(environments: 1, maxPieces: Pieces);
        batch.PiecesMask(0).Fill(true);
        batch.FromMask(0).AllowOnly(2);
        batch.ToMask(0, 2).AllowOnly(1);
        batch.BecomesMask(0, 1, 2).AllowOnly(Promotion.Rook);
        batch.BecomesMask(0, 2, 1).AllowNone();
        batch.ClockMask(0, Promotion.Rook, 2, 1).AllowOnly(true);

        using Step<GambitPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));

        Assert.Equal(Promotion.Rook, step.Actions.BecomesAt(0));
        Assert.NotNull(step.Actions.OfferAt(0));
        Assert.True(step.Actions.ClockAt(0));
    }

    [Fact]
    public void Probabilities_HaveAnAxisForEachParent()
    {
        using DisposeScope scope = NewDisposeScope();
        (GambitPolicy policy, GambitPolicy.Observation observation) = Make(1);

        GambitPolicy.Distribution distribution = policy.forward(observation);

        Assert.Equal([1, Squares, Pieces, s_promotions], distribution.BecomesProbs.shape);
        Assert.Equal([1, s_promotions, Pieces, Squares, 2], distribution.ClockProbs.shape);
        Assert.Equal(0, distribution.BecomesProbs.masked_select(observation.BecomesMask!.logical_not()).sum().item<double>());
    }

    private static double EntropyWith(GambitPolicy policy, GambitPolicy.Observation observation, Tensor bias, int i, double step)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        bias[i] = bias[i].Plus(step);
        double entropy = policy.forward(observation).Entropy().sum().item<double>();
        bias[i] = bias[i].sub(Constant.Of(step));
        return entropy;
    }

    private static (GambitPolicy Policy, GambitPolicy.Observation Observation) Make(int seed)
    {
        manual_seed(seed);
        GambitPolicy policy = new();
        policy.to(ScalarType.Float64);
        using (no_grad())
        {
            foreach (Tensor parameter in policy.parameters())
            {
                parameter.normal_(0, 0.3);
            }
        }

        return (policy, new GambitPolicy.Observation
        {
            Board = randn(1, 3, ScalarType.Float64),
            Pieces = randn(1, Pieces, 2, ScalarType.Float64),
            PiecesMask = ones(1, Pieces, ScalarType.Bool),
            FromMask = Constant.Range(Pieces).ge(Constant.Of(seed % Pieces)).unsqueeze(0),
            ToMask = Mask(1, Pieces, Squares),
            BecomesMask = Mask(1, Squares, Pieces, s_promotions),
            OfferMask = seed % 2 == 0 ? null : Mask(1, 2),
            ClockMask = seed % 3 == 0 ? null : Mask(1, s_promotions, Pieces, Squares, 2),
        });
    }

    private static Tensor Mask(params long[] shape) => rand(shape).lt(Constant.Of(0.7));

    private static GambitPolicy.Observation Repeat(GambitPolicy.Observation observation, long times) =>
        observation.Select(zeros(times, ScalarType.Int64));

    private static GambitPolicy.Actions Actions(Joint[] joints) => new()
    {
        From = tensor(joints.Select(joint => (long)joint.From).ToArray()),
        To = tensor(joints.Select(joint => (long)joint.To).ToArray()),
        Becomes = tensor(joints.Select(joint => (long)joint.Becomes).ToArray()),
        Offer = tensor(joints.Select(joint => (long)joint.Offer).ToArray()),
        Clock = tensor(joints.Select(joint => (long)joint.Clock).ToArray()),
    };

    private static IEnumerable<Joint> Read(GambitPolicy.Actions actions)
    {
        long[][] columns = [.. new[] { actions.From, actions.To, actions.Becomes, actions.Offer, actions.Clock }
            .Select(column => column.data<long>().ToArray())];
        return columns[0].Select((start, row) =>
            new Joint((int)start, (int)columns[1][row], (int)columns[2][row], (int)columns[3][row], (int)columns[4][row]));
    }

    /// <summary>Enumerates all joint actions and their probabilities, from the declaration of <see cref="GambitPolicy"/>.</summary>
    private static (Joint[] Joints, double[] Probabilities) Enumerate(GambitPolicy policy, GambitPolicy.Observation observation)
    {
        using DisposeScope scope = NewDisposeScope();
        GambitPolicy.Distribution distribution = policy.forward(observation);
        double[] starts = Numbers(distribution.FromProbs[0]);
        (Joint Joint, double Probability)[] all =
        [
            .. from f in Outcomes(starts)
            from t in Outcomes(f.Choice < 0 ? [] : Numbers(distribution.ToProbs[0, f.Choice]))
            from b in Outcomes(t.Choice < 0 ? [] : Numbers(distribution.BecomesProbs[0, t.Choice, f.Choice]))
            from o in Outcomes((Promotion)b.Choice is Promotion.Knight or Promotion.Rook ? Numbers(distribution.OfferProbs[0]) : [])
            from c in Outcomes(t.Choice > 0 && b.Choice >= 0
                ? Numbers(distribution.ClockProbs[0, b.Choice, f.Choice, t.Choice]) : [])
            select (new Joint(f.Choice, t.Choice, b.Choice, o.Choice, c.Choice),
                f.Probability * t.Probability * b.Probability * o.Probability * c.Probability),
        ];
        return ([.. all.Select(each => each.Joint)], [.. all.Select(each => each.Probability)]);
    }

    private static double[] Numbers(Tensor tensor) => tensor.contiguous().data<double>().ToArray();

    /// <summary>Returns the legal choices and their probabilities; if there are none, no action with probability 1.</summary>
    private static IEnumerable<(int Choice, double Probability)> Outcomes(double[] probabilities) => probabilities.Any(p => p > 0)
        ? probabilities.Select((p, choice) => (choice, p)).Where(outcome => outcome.p > 0)
        : [(-1, 1.0)];

    private readonly record struct Joint(int From, int To, int Becomes, int Offer, int Clock);
}
