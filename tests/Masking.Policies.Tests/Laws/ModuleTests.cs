using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A policy is a TorchSharp module like any other.</summary>
public class ModuleTests
{
    [Fact]
    public void HooksOfPolicyAndParts_Run()
    {
        using DisposeScope scope = NewDisposeScope();
        using SkirmishPolicy policy = new();
        List<string> called = [];
        policy.register_forward_pre_hook(_ => called.Add("policy"));
        policy.Units.register_forward_pre_hook(_ => called.Add("units"));
        policy.Core.register_forward_pre_hook(_ => called.Add("core"));
        policy.Value.register_forward_pre_hook(_ => called.Add("value"));

        policy.ActGreedily(
            new SkirmishPolicy.Observation
            {
                Globals = zeros(1, 12),
                Units = zeros(1, 2, 9),
                UnitsMask = ones(1, 2, ScalarType.Bool),
                CommandMask = null,
                HeadingMask = null,
                TargetMask = null,
            }
        );

        Assert.Equal(["policy", "units", "core", "value"], called);
    }

    [Fact]
    public void HooksOfANetworkOfActionValues_AlsoRunInAct()
    {
        using DisposeScope scope = NewDisposeScope();
        using FerryValues network = new();
        List<string> called = [];
        network.register_forward_pre_hook(_ => called.Add("network"));
        network.Sea.register_forward_pre_hook(_ => called.Add("sea"));

        network.ActGreedily(new FerryValues.Observation { Sea = zeros(1, 4), NextMask = null });

        Assert.Equal(["network", "sea"], called);
    }

    [Fact]
    public void StateDict_HasTheParametersOfEveryMember_UnderItsName()
    {
        using SkirmishPolicy policy = new();

        Assert.Equal(
            [
                "Command.bias",
                "Command.weight",
                "Core.layer.bias",
                "Core.layer.weight",
                "Globals.layer.bias",
                "Globals.layer.weight",
                "Heading.bias",
                "Heading.weight",
                "Target.key.weight",
                "Target.query.bias",
                "Target.query.weight",
                "Units.blocks.0.attention.merge.bias",
                "Units.blocks.0.attention.merge.weight",
                "Units.blocks.0.attention.project.weight",
                "Units.blocks.0.attentionNorm.bias",
                "Units.blocks.0.attentionNorm.weight",
                "Units.blocks.0.contract.bias",
                "Units.blocks.0.contract.weight",
                "Units.blocks.0.expand.bias",
                "Units.blocks.0.expand.weight",
                "Units.blocks.0.layerNorm.bias",
                "Units.blocks.0.layerNorm.weight",
                "Units.embed.bias",
                "Units.embed.weight",
                "Value.layer.bias",
                "Value.layer.weight",
            ],
            policy.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    [Theory, EveryPolicy]
    public void Parameters_AreRegisteredOnce_UnderTheNamesOfMembers(string policy)
    {
        using Subject subject = Policies.MakeNew(policy);
        string[] inputs = [.. subject.Spec.Members.Where(member => member.Kind == MemberKind.Dense).Select(member => member.Name)];
        string[] members =
        [
            .. inputs,
            .. subject.Spec.Heads.Select(head => head.Name),
            "Core",
            .. subject.Module.named_children().Where(child => child.module is ValueHead).Select(child => child.name),
        ];

        string[] keys = [.. subject.Module.state_dict().Keys];

        Assert.Equal(members.Order(StringComparer.Ordinal), keys.Select(key => key.Split('.')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(keys.Length, subject.Module.parameters().Select(parameter => parameter.Handle).Distinct().Count());
        Assert.Equal(subject.Spec.HasValue, subject.Module.children().Any(child => child is ValueHead));
    }

    [Fact]
    public void TheNumberOfParameters_FollowsFromTheDeclaration()
    {
        using DuelPolicy policy = new();
        const int Width = 64;
        const int Choices = 4 + 2 + 3 + 3;

        Assert.Equal(
            (3 * Width) + Width + (Width * Width) + Width + (Width * Choices) + Choices + Width + 1,
            policy.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory, EveryPolicy]
    public void SavedAndLoaded_APolicyIsTheSame_ToTheLastBit(string policy)
    {
        using Subject subject = Policies.Make(policy, seed: 1);
        using Subject other = Policies.Make(policy, seed: 2);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(5, Batch: 4, Presence: 0.8));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;
        Snapshot expected = Snapshot.Of(subject, observation, actions);
        Assert.NotEqual(Same.Numbers(expected["LogProb"]), Same.Numbers(Snapshot.Of(other, observation, actions)["LogProb"]));
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            subject.Module.save(file);
            other.Module.load(file);
        }
        finally
        {
            File.Delete(file);
        }

        Snapshot.Of(other, observation, actions).EqualsExactly(expected);
    }

    [Theory, EveryPolicy]
    public void TheStateOfAnotherPolicy_CanBeLoaded(string policy)
    {
        using Subject subject = Policies.Make(policy, seed: 1);
        using Subject other = Policies.Make(policy, seed: 2);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(5, Batch: 4, Presence: 0.8));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;

        other.Module.load_state_dict(subject.Module.state_dict());

        Snapshot.Of(other, observation, actions).EqualsExactly(Snapshot.Of(subject, observation, actions));
    }

    [Theory, EveryPolicy]
    public void InFloat64_AllTensorsAreFloat64_AndResultsAreTheSame(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(5, Batch: 4, Presence: 0.8));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;
        SubjectEvaluation single = subject.Evaluate(observation, actions);

        subject.MoveTo(ScalarType.Float64);
        SubjectEvaluation twice = subject.Evaluate(
            [.. observation.Select(tensor => tensor!.is_floating_point() ? tensor.to(ScalarType.Float64) : tensor)],
            actions
        );

        Assert.All(subject.Module.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, twice.LogProb.dtype);
        Same.Nearly(single.LogProb.to(ScalarType.Float64), twice.LogProb, "log-probability");
        Same.Nearly(single.Entropy.to(ScalarType.Float64), twice.Entropy, "entropy");
    }

    [Theory, EveryPolicy]
    public void MovedToFloat64_APolicyTrains(string policy)
    {
        using Subject subject = Policies.MakeNew(policy);
        using DisposeScope scope = NewDisposeScope();
        subject.MoveTo(ScalarType.Float64);
        Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 32, Slots: 4, Presence: 0.7, Legal: 0.7, MinSlots: 3));
        Dictionary<string, double[]> before = Training.Values(subject);

        Training.Step(subject, observation);

        Assert.All(Training.Values(subject), pair => Assert.NotEqual(before[pair.Key], pair.Value));
    }

    [Theory, EveryPolicy]
    public void TrainAndEval_ReachEveryPart(string policy)
    {
        using Subject subject = Policies.MakeNew(policy);

        subject.Module.eval();
        Assert.All(subject.Module.modules(), part => Assert.False(part.training));

        subject.Module.train();
        Assert.All(subject.Module.modules(), part => Assert.True(part.training));
    }

    [Theory, EveryPolicy]
    public void BuiltInADisposeScope_APolicyOutlivesItAndTrains(string policy)
    {
        Subject subject;
        using (NewDisposeScope())
        {
            subject = Policies.MakeNew(policy);
        }

        using (subject)
        using (NewDisposeScope())
        {
            Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 32, Slots: 4, Presence: 0.7, Legal: 0.7, MinSlots: 3));
            Dictionary<string, double[]> before = Training.Values(subject);

            Training.Step(subject, observation);

            Assert.All(Training.Values(subject), pair => Assert.NotEqual(before[pair.Key], pair.Value));
        }
    }
}
