using System.Reflection;
using Masking.Runtime.Tests.Rollouts;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary>Disposed objects throw an exception with their name. Dispose and ToString still work.</summary>
public sealed class DisposedTests
{
    private static readonly Tensor Actions = zeros(2, ScalarType.Int64);
    private static readonly RandomStream Stream = new(1);

    /// <summary>Every disposable public type: a factory, the name, and calls of all members.</summary>
    private static readonly Dictionary<Type, (Func<IDisposable> Make, string Name, Dictionary<string,
        Action<IDisposable>> Members)> All = new()
    {
        [typeof(MaskedCategorical)] = (() => new MaskedCategorical(zeros(2, 3)), "MaskedCategorical", Of<MaskedCategorical>(
            ("Probs", it => _ = it.Probs), ("Sample", it => it.Sample(Stream)), ("Mode", it => it.Mode()),
                ("LogProb", it => it.LogProb(Actions)), ("Entropy", it => it.Entropy()),
            ("LogProbs", it => _ = it.LogProbs), ("CrossEntropy", it => it.CrossEntropy(zeros(2, 3))), ("ProbsAt", it => it.ProbsAt(2)),
                ("LogProb", it => it.LogProb(Actions, temperature: 2)),
            ("KlDivergence", it => it.KlDivergence(new MaskedCategorical(zeros(2, 3)))),
                ("KlDivergence", it => new MaskedCategorical(zeros(2, 3)).KlDivergence(it)))),
        [typeof(MaskedFlags)] = (() => new MaskedFlags(zeros(2, 3)), "MaskedFlags", Of<MaskedFlags>(
            ("Probs", it => _ = it.Probs), ("Sample", it => it.Sample(Stream)), ("Mode", it => it.Mode()),
                ("LogProb", it => it.LogProb(zeros(2, 3, ScalarType.Int64))), ("Entropy", it => it.Entropy()),
            ("LogProbs", it => _ = it.LogProbs), ("CrossEntropy", it => it.CrossEntropy(zeros(2, 3))), ("ProbsAt", it => it.ProbsAt(2)),
                ("LogProb", it => it.LogProb(zeros(2, 3, ScalarType.Int64), temperature: 2)),
            ("KlDivergence", it => it.KlDivergence(new MaskedFlags(zeros(2, 3)))),
                ("KlDivergence", it => new MaskedFlags(zeros(2, 3)).KlDivergence(it)))),
        [typeof(MaskedInterval)] = (() => new MaskedInterval(zeros(2), ones(2)), "MaskedInterval", Of<MaskedInterval>(
            ("Sample", it => it.Sample(Stream)), ("Mode", it => it.Mode()), ("LogProb", it => it.LogProb(zeros(2))),
            ("Entropy", it => it.Entropy()), ("KlDivergence", it => it.KlDivergence(new MaskedInterval(zeros(2), ones(2)))),
                ("KlDivergence", it => new MaskedInterval(zeros(2), ones(2)).KlDivergence(it)))),
        [typeof(MaskedComponents)] = (() => new MaskedComponents(zeros(2, 3), null, [3]), "MaskedComponents", Of<MaskedComponents>(
            ("Probs", it => _ = it.Probs), ("Sample", it => it.Sample(Stream)), ("Mode", it => it.Mode()),
                ("LogProb", it => it.LogProb(zeros(2, 1, ScalarType.Int64))), ("Entropy", it => it.Entropy()),
            ("LogProbs", it => _ = it.LogProbs), ("CrossEntropy", it => it.CrossEntropy(zeros(2, 3))), ("ProbsAt", it => it.ProbsAt(2)),
                ("LogProb", it => it.LogProb(zeros(2, 1, ScalarType.Int64), temperature: 2)),
            ("KlDivergence", it => it.KlDivergence(new MaskedComponents(zeros(2, 3), null, [3]))),
                ("KlDivergence", it => new MaskedComponents(zeros(2, 3), null, [3]).KlDivergence(it)))),
        [typeof(MaskedSubset)] = (() => Subset(), "MaskedSubset", Of<MaskedSubset>(
            ("Elements", it => _ = it.Elements), ("Sample", it => it.Sample(Stream)), ("Mode", it => it.Mode()),
                ("LogProb", it => it.LogProb(Picks())), ("Entropy", it => it.Entropy(Picks())),
            ("LogProbs", it => it.LogProbs(Picks())), ("CrossEntropy", it => it.CrossEntropy(zeros(2, 2, 4), Picks())),
                ("ProbsAt", it => it.ProbsAt(Picks(), 2)), ("LogProb", it => it.LogProb(Picks(), temperature: 2)),
            ("Probs", it => it.Probs(Picks())), ("KlDivergence", it => it.KlDivergence(Subset(), Picks())),
                ("KlDivergence", it => Subset().KlDivergence(it, Picks())))),
        [typeof(MaskedGrid)] = (() => Grid(), "MaskedGrid", Of<MaskedGrid>(
            ("Probs", it => _ = it.Probs), ("Sample", it => it.Sample(Stream)), ("Mode", it => it.Mode()),
                ("LogProb", it => it.LogProb(zeros(2, 2, 2, ScalarType.Int64))), ("Entropy", it => it.Entropy()),
            ("LogProbs", it => _ = it.LogProbs), ("ProbsAt", it => it.ProbsAt(2)),
                ("CrossEntropy", it => it.CrossEntropy(zeros(2, 3, 2, 2))),
                ("LogProb", it => it.LogProb(zeros(2, 2, 2, ScalarType.Int64), temperature: 2)),
            ("KlDivergence", it => it.KlDivergence(Grid())), ("KlDivergence", it => Grid().KlDivergence(it)))),
        [typeof(MaskedValues)] = (() => new MaskedValues(zeros(2, 3)), "MaskedValues", Of<MaskedValues>(
            ("Greedy", it => it.Greedy()), ("Max", it => it.Max()), ("Of", it => it.Of(Actions)),
                ("EpsilonGreedy", it => it.EpsilonGreedy(0.5, Stream)), ("EpsilonGreedyProbs", it => it.EpsilonGreedyProbs(0.5)),
                ("All", it => _ = it.All))),
        [typeof(ActorRows)] = (() => ActorRows.OfThePresent(ones(2, 3, ScalarType.Bool)), "ActorRows", Of<ActorRows>(
            ("Gather", it => it.Gather(zeros(2, 3))), ("GatherEnvironment", it => it.GatherEnvironment(zeros(2))),
                ("Scatter", it => it.Scatter(zeros(6), Constant.Of(0))), ("Sum", it => it.Sum(zeros(6))),
            ("Reduce", it => it.Reduce(zeros(6), EntropyReduction.Mean)))),
        [typeof(ActorHeads)] = (() => Heads(), "P.Distribution", Of<ActorHeads>(
            ("HeadLocation", it => it.HeadLocation(0)), ("HeadScale", it => it.HeadScale(0)),
            ("Sample", it => it.Sample(Stream.Next())), ("Mode", it => it.Mode()), ("LogProb", it => it.LogProb(Actions)),
                ("LogProbPerActor", it => it.LogProbPerActor(Actions)),
                ("HeadLogProb", it => it.HeadLogProb(0, Actions)), ("HeadLogProbs", it => it.HeadLogProbs([Actions])),
                ("HeadEntropies", it => it.HeadEntropies([Actions])),
                ("HeadProbs", it => it.HeadProbs(0)), ("HeadProbs", it => it.HeadProbs(0, temperature: 2)),
                ("LogProb", it => it.LogProb([Actions], temperature: 2)), ("HeadChoiceLogProbs", it => it.HeadChoiceLogProbs(0)),
                ("HeadCrossEntropy", it => it.HeadCrossEntropy(0, zeros(2, 3))),
            ("Entropy", it => it.Entropy()), ("KlDivergence", it => it.KlDivergence(Heads())),
                ("KlDivergence", it => Heads().KlDivergence(it)))),
        [typeof(ActorValues)] = (() => Values(), "P.Values", Of<ActorValues>(
            ("RequireFinite", it => it.RequireFinite()),
            ("Greedy", it => it.Greedy()), ("EpsilonGreedy", it => it.EpsilonGreedy(0.5, Stream)), ("Max", it => it.Max()),
                ("EpsilonGreedyProbs", it => it.EpsilonGreedyProbs(0.5)), ("All", it => it.All()), ("Of", it => it.Of(Actions)))),
        [typeof(Evaluation)] = (() => new Evaluation(zeros(2), zeros(2), zeros(2), zeros(2)), "Evaluation", Of<Evaluation>(
            ("LogProb", it => _ = it.LogProb), ("LogProbPerActor", it => _ = it.LogProbPerActor),
                ("Entropy", it => _ = it.Entropy), ("Value", it => _ = it.Value),
                ("Deconstruct", it => (_, _, _) = it))),
        [typeof(Step<>)] = (() => new Step<ScoutPolicy.Actions>(new(zeros(2)), zeros(2), zeros(2), zeros(2)), "Step<ScoutPolicy.Actions>",
            Of<Step<ScoutPolicy.Actions>>(
            ("LogProbPerActor", it => _ = it.LogProbPerActor),
            ("Actions", it => _ = it.Actions), ("LogProb", it => _ = it.LogProb), ("Value", it => _ = it.Value),
                ("Deconstruct", it => (_, _, _) = it))),
        [typeof(Step<,>)] = (() => new Step<ScoutPolicy.Actions,
            TestMemory>(new(zeros(2)), zeros(2), zeros(2), new(zeros(2, 3), zeros(2, 3))), "Step<ScoutPolicy.Actions, TestMemory>",
            Of<Step<ScoutPolicy.Actions, TestMemory>>(("Memory", it => _ = it.Memory), ("Deconstruct", it => (_, _, _, _) = it))),
        [typeof(CarriedMemory<,>)] = (() => new ScoutPolicy().CarryMemory(2), "CarriedMemory<Pair, ScoutPolicy.Actions>",
            Of<CarriedMemory<Pair, ScoutPolicy.Actions>>(
            ("Tensors", it => _ = it.Tensors), ("AddTo", it => it.AddTo(new Pair(zeros(2, 5), null))),
                ("Remember", it => it.Remember(new Step<ScoutPolicy.Actions>(new(zeros(2)), zeros(2), zeros(2)))),
                ("Reset", it => it.Reset([true, false])))),
        [typeof(Minibatch<,>)] = (() => Minibatch(), "Minibatch<Pair, ScoutPolicy.Actions>", Of<Minibatch<Pair, ScoutPolicy.Actions>>(
            ("Observation", it => _ = it.Observation), ("Actions", it => _ = it.Actions), ("LogProb", it => _ = it.LogProb),
                ("LogProbPerActor", it => _ = it.LogProbPerActor), ("Present", it => _ = it.Present),
                ("Value", it => _ = it.Value), ("Advantage", it => _ = it.Advantage),
            ("Return", it => _ = it.Return), ("Starts", it => _ = it.Starts), ("Rows", it => _ = it.Rows),
                ("IsSequence", it => _ = it.IsSequence), ("Slice", it => it.Slice(0, 1)))),
        [typeof(HostArrays)] = (() => new HostArrays("P.Player", 2), "P.Player", Of<HostArrays>(
            ("Numbers", it => it.Numbers("A", [2])), ("Presence", it => it.Presence("A", [2])),
                ("Mask", it => it.Mask("A", [2], ChoiceValues.Numbers(2))), ("Flags", it => it.Flags("A", [2])),
                ("Ranges", it => it.Ranges("A", [2], [0, 1])), ("ChosenNumbers", it => it.ChosenNumbers("A", [2])),
            ("Clear", it => it.Clear(0)))),
        [typeof(HostBatch)] = (() => BatchOfAPair(), "P.Batch", Of<HostBatch>(
            ("Numbers", it => it.Numbers("A", [2])), ("Presence", it => it.Presence("A", [2])),
                ("Mask", it => it.Mask("A", [2], ChoiceValues.Numbers(2))), ("Flags", it => it.Flags("A", [2])),
                ("Ranges", it => it.Ranges("A", [2], [0, 1])),
            ("Record", it => it.Record<Pair>("A", 2, "First", "Second")), ("ToRecord", it => it.ToRecord<Pair>()),
                ("Clear", it => it.Clear(0)))),
    };

    /// <summary>Members that do not throw: numbers and shapes in managed memory, and methods that move tensors between scopes.</summary>
    private static readonly string[] Harmless = ["Choices", "Bits", "Count", "Rows", "Batch", "Shape", "Environments", "IsTheOneAgent",
        "MoveToOuterDisposeScope", "Dispose", "ToString"];

    public static TheoryData<Type> Types => [.. All.Keys];

    [Fact]
    public void EveryDisposableType_IsListedHere_WithAllItsMembers()
    {
        Type[] disposable = [.. typeof(MaskedCategorical).Assembly.GetExportedTypes()
            .Where(type => typeof(IDisposable).IsAssignableFrom(type) && !type.IsInterface && !type.IsSubclassOf(typeof(nn.Module)))];
        Assert.Equal(disposable.Select(type => type.Name).Order(), All.Keys.Select(type => type.Name).Order());
        foreach ((Type type, var entry) in All)
        {
            IEnumerable<string> members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(member => member is MethodInfo { IsSpecialName: false } or PropertyInfo).Select(member => member.Name).Distinct();
            Assert.Equal(members.Except(type == typeof(Minibatch<,>) ? Harmless.Except(["Rows"]) : Harmless).Order(),
                entry.Members.Keys.Select(key => key.Split(' ')[0]).Distinct().Order());
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryMember_ThrowsObjectDisposedException_WithTheNameOfTheObject(Type type)
    {
        (Func<IDisposable> make, string name, Dictionary<string, Action<IDisposable>> members) = All[type];
        using DisposeScope scope = NewDisposeScope();
        foreach ((string member, Action<IDisposable> call) in members)
        {
            IDisposable alive = make();
            Assert.Null(Record.Exception(() => call(alive)));
            alive.Dispose();
            Exception? thrown = Record.Exception(() => call(alive));
            Assert.True(thrown is ObjectDisposedException, $"{member}: {thrown}");
            Assert.Equal(name, ((ObjectDisposedException)thrown).ObjectName);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void DisposeTwice_AndToString_Work(Type type)
    {
        using DisposeScope scope = NewDisposeScope();
        IDisposable disposable = All[type].Make();
        Assert.DoesNotContain("disposed", disposable.ToString(), StringComparison.Ordinal);
        disposable.Dispose();
        disposable.Dispose();
        if (type != typeof(HostBatch) && type != typeof(HostArrays))
        {
            Assert.EndsWith(" (disposed)", disposable.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryCallOfADisposedPolicy_Throws()
    {
        ScoutPolicy policy = new();
        using Tensor globals = zeros(2, 5);
        Pair observation = new(globals, null);
        ScoutPolicy.Actions actions = new(Actions);
        policy.Dispose();
        policy.Dispose();
        foreach (Action call in new Action[]
        {
            () => policy.Act(observation, Stream), () => policy.ActGreedily(observation), () => policy.forward(observation), () =>
                policy.Evaluate(observation, actions), () => policy.call(observation),
        })
        {
            Assert.Equal("ScoutPolicy", Refused.WithoutLeak<ObjectDisposedException>(call).ObjectName);
        }
    }

    private static Dictionary<string, Action<IDisposable>> Of<T>(params (string Name, Action<T> Call)[] members) where T : IDisposable =>
        members.Select((member, i) => ($"{member.Name} {i}", member.Call)).ToDictionary(member => member.Item1, member =>
            (Action<IDisposable>)(it => member.Call((T)it)));

    private static MaskedSubset Subset() => new(zeros(2, 3), zeros(2), null, 2);

    private static Tensor Picks() => zeros(2, 2, ScalarType.Int64);

    private static MaskedGrid Grid() => new(zeros(2, 3, 2, 2), ones(2, 2, 2, ScalarType.Bool));

    private static ActorHeads Heads()
    {
        using Head<int> head = new(4, 3);
        return new ActionPlan("P", 0, HeadPlan.Choice("A", 3)).Choose(ActorRows.OfTheAgent(2), zeros(2, 4), head.Choose(null));
    }

    private static ActorValues Values()
    {
        using QHead<int> head = new(4, 3);
        return head.Judge("P", "Q", ActorRows.OfTheAgent(2), zeros(2, 4), null);
    }

    private static Minibatch<Pair, ScoutPolicy.Actions> Minibatch()
    {
        SquadRollout squad = new(steps: 1, environments: 2, slots: 1);
        squad.Add(new[,] { { true }, { true } }, new float[2, 1]);
        squad.Rollout.AddOutcome([0, 0], [false, false]);
        squad.Rollout.ComputeAdvantages(1, 1, new float[2]);
        return squad.Rollout.All();
    }

    private static HostBatch BatchOfAPair()
    {
        HostBatch batch = new("P.Batch", 2);
        batch.Numbers("First", [2]);
        batch.Numbers("Second", [2]);
        return batch;
    }
}
