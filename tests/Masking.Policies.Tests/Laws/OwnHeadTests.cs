using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Heads that users derive follow the same rules as those of the library.</summary>
public sealed class OwnHeadTests
{
    [Fact]
    public void EveryParameter_IsRegisteredUnderTheNameOfItsField_AndTrained()
    {
        using DisposeScope scope = NewDisposeScope();
        using HelmPolicy policy = new();
        HelmPolicy.Observation observation = Observe(8);
        using Step<HelmPolicy.Actions> step = policy.Act(observation, new RandomStream(1));
        using Evaluation evaluation = policy.Evaluate(observation, step.Actions);

        evaluation.LogProb.sum().add(evaluation.Entropy.sum(), One).add(evaluation.Value.sum(), One).backward();

        string[] names =
        [
            "Command.hidden.weight", "Command.output.bias", "Haste.given.layer.weight", "Haste.hidden.weight", "Headings.layer.weight",
        ];
        Assert.Superset(new HashSet<string>(names), policy.state_dict().Keys.ToHashSet());
        Assert.All(policy.named_parameters(), parameter =>
            Assert.True(Same.Numbers(parameter.parameter.grad!).Any(x => x != 0), parameter.name));
    }

    [Fact]
    public void Actions_AreLegal_AndTheirEvaluationIsExact()
    {
        using DisposeScope scope = NewDisposeScope();
        using HelmPolicy policy = new();
        HelmPolicy.Observation observation = Observe(500);
        RandomStream stream = new(3);
        for (int call = 0; call < 20; call++)
        {
            using Step<HelmPolicy.Actions> step = policy.Act(observation, stream);
            using Evaluation evaluation = policy.Evaluate(observation, step.Actions);

            Same.Exactly(step.LogProb, evaluation.LogProb.detach(), "log-probability");
            Assert.DoesNotContain((long)Order.Gather, Same.Integers(step.Actions.Command));
            Assert.DoesNotContain((long)Direction.North, Same.Integers(step.Actions.Headings));
        }
    }

    [Fact]
    public void Logits_AreThoseOfTheClass()
    {
        using DisposeScope scope = NewDisposeScope();
        using HelmPolicy policy = new();
        policy.Headings.Change = logits => logits.mul(tensor(0f)).add(tensor(new[] { 9f, 0, 1, 0 }), One);
        using HelmPolicy.Distribution distribution = policy.forward(Observe(1));

        double[] expected = [0, 1 / (2 + Math.E), Math.E / (2 + Math.E), 1 / (2 + Math.E)];
        Assert.All(expected, (p, choice) => Assert.Equal(p, distribution.HeadingsProbs[0, 0, choice].item<float>(), 1e-6));
    }

    [Fact]
    public void WrongOutputs_AreNamed()
    {
        using HelmPolicy policy = new();
        using DisposeScope scope = NewDisposeScope();
        HelmPolicy.Observation observation = Observe(2);
        policy.Headings.Change = logits => logits.narrow(1, 0, 3);
        Assert.Equal(
            "HelmPolicy.Headings: expected (4, 4) float32 from SteeringHead, got (4, 3) float32. Return one row for each row of the "
                + "features and one number for each choice, in the element type and on the device of the features.",
            Assert.Throws<MaskShapeException>(() => policy.Act(observation, new RandomStream(1))).Message);
        foreach (Func<Tensor, Tensor?> change in new Func<Tensor, Tensor?>[]
        {
            _ => null, logits => logits.to(ScalarType.Float64), logits => logits.unsqueeze(0), logits => logits.narrow(0, 0, 1),
        })
        {
            policy.Headings.Change = change;
            MaskShapeException refused =
                LiveTensors.AfterThrowing<MaskShapeException>(() => policy.Act(observation, new RandomStream(1)));
            Assert.Equal(("HelmPolicy", "Headings"), (refused.Policy, refused.Member));
        }
    }

    [Fact]
    public void AnOutputThatIsTheInput_StaysAlive()
    {
        using DisposeScope scope = NewDisposeScope();
        using HelmPolicy policy = new();
        Tensor? kept = null;
        policy.Headings.Change = logits => kept ??= logits.DetachFromDisposeScope();
        HelmPolicy.Observation observation = Observe(1);

        policy.forward(observation).Dispose();
        policy.forward(observation).Dispose();

        Assert.False(kept!.IsInvalid);
        kept.Dispose();
    }

    [Fact]
    public void SavedHeads_AreLoaded()
    {
        using DisposeScope scope = NewDisposeScope();
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.safetensors");
        try
        {
            using HelmPolicy saved = new();
            using HelmPolicy loaded = new();
            saved.Save(path);
            loaded.LoadFrom(path);
            HelmPolicy.Observation observation = Observe(3);
            Same.Exactly(saved.forward(observation).CommandProbs, loaded.forward(observation).CommandProbs, "probabilities");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ADuelingNetwork_ChoosesLegalActions_AndSplitsValuesAndAdvantages()
    {
        using DisposeScope scope = NewDisposeScope();
        using DuelingValues network = new();
        DuelingValues.Observation observation = new()
        {
            State = randn(64, 3), QMask = tensor(new[] { true, false, true, true }).expand(64, 4),
        };
        using DuelingValues.Values values = network.forward(observation with { QMask = null });

        Tensor mean = values.All.mean([1]);
        Tensor state = nn.functional.linear(
            network.Core.call(network.State.call(observation.State)), network.get_parameter("Q.value.weight")!,
            network.get_parameter("Q.value.bias")!);
        Same.Nearly(state.squeeze(1), mean, "mean of the values");
        Assert.All(Same.Integers(network.ActGreedily(observation).Q), action => Assert.NotEqual(1, action));
        Assert.All(Same.Integers(network.Act(observation, epsilon: 1, new RandomStream(1)).Q), action => Assert.NotEqual(1, action));
        values.Max().sum().backward();
        Assert.NotEqual(0, network.get_parameter("Q.advantage.weight")!.grad!.abs().sum().item<float>());
    }

    private static readonly Scalar One = 1;

    private static HelmPolicy.Observation Observe(int batch)
    {
        manual_seed(batch);
        return new HelmPolicy.Observation
        {
            Globals = randn(batch, 3),
            Units = randn(batch, 2, 2),
            UnitsMask = ones(batch, 2, ScalarType.Bool),
            CommandMask = tensor(new[] { true, true, false, true }).expand(batch, 4),
            HasteMask = null,
            GearMask = null,
            HeadingsMask = tensor(new[] { false, true, true, true }).expand(batch, 2, 4),
        };
    }
}
