using Masking.Policies.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

public sealed class LegalDrawsTests
{
    private const int Rows = 1 << 12;
    private const long Draws = 10_000_000;

    private static readonly string[] Heads = ["Course", "Speed"];

    [Fact]
    public void TenMillionDraws_AreLegalAndEqualThoseOfThePolicy()
    {
        using DisposeScope scope = NewDisposeScope();
        using FleetPolicy policy = new();
        Weights.Randomise(policy, seed: 1);
        using ExportedPolicy exported = new(policy);
        RandomStream stream = new(seed: 5);
        RandomStream ofFile = new(seed: 5);
        Dictionary<string, Tensor> inputs = RandomInputs.Of(FleetPolicy.Declaration, exported.Inputs, Rows);
        FleetPolicy.Observation observation = new()
        {
            Sea = inputs["Sea"],
            SeaMask = inputs["SeaMask"],
            CourseMask = inputs["CourseMask"],
            SpeedMask = inputs["SpeedMask"],
        };
        Tensor present = inputs["SeaMask"];
        (long drawn, long illegal, long rows, long differing) = (0, 0, 0, 0);
        while (drawn < Draws)
        {
            using DisposeScope step = NewDisposeScope();
            Dictionary<string, Tensor> outputs = exported.Run(inputs, ofFile.Next());
            using Step<FleetPolicy.Actions> expected = policy.Act(observation, stream);
            Tensor[] actions = [expected.Actions.Course, expected.Actions.Speed];
            Tensor differs = zeros(Rows, ScalarType.Bool);
            foreach ((string head, Tensor action) in Heads.Zip(actions))
            {
                Tensor legal = inputs[$"{head}Mask"].logical_and(present.unsqueeze(-1));
                Tensor choice = outputs[head];
                Tensor isLegal = legal.gather(-1, choice.clamp_min(Constant.Of(0)).unsqueeze(-1)).squeeze(-1);
                Tensor isNone = choice.eq(Constant.Of(-1));
                illegal += where(isNone, present, isLegal.logical_not()).sum().item<long>();
                drawn += isNone.logical_not().sum().item<long>();
                differs = differs.logical_or(choice.ne(action).reshape(Rows, -1).any(1));
            }

            differing += differs.sum().item<long>();
            rows += Rows;
        }

        Assert.Equal(0, illegal);
        Assert.InRange(differing, 0, rows / 10_000);
    }
}
