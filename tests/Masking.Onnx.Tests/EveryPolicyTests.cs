using System.Reflection;
using Masking.Policies.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

public sealed class EveryPolicyTests
{
    private const int Rows = 256;
    private const int Slots = 5;

    /// <summary>Densities of narrow distributions are steep, so that the rounding of float32 changes their logarithm more.</summary>
    private const double DensityTolerance = 1e-4;

    /// <summary>Policies with wrong parts on purpose, and those whose parts a test sets.</summary>
    private static readonly HashSet<Type> Wrong =
    [
        typeof(TruantPolicy), typeof(TruantRecurrentPolicy), typeof(MisfitPolicy), typeof(UnevenPolicy), typeof(UnexportablePolicy),
        typeof(ForgetfulPolicy), typeof(LowerCasePolicy), typeof(SuffixPolicy),
    ];

    private static readonly Dictionary<string, Type> Policies = typeof(EveryPolicyTests).Assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters && !Wrong.Contains(type))
        .Append(typeof(Arena.Ring<string>.BoutPolicy<Version>))
        .Where(type =>
            ArgumentsOf(type, typeof(MaskedPolicy<,,>)) is not null || ArgumentsOf(type, typeof(MaskedValueNetwork<,,>)) is not null)
        .ToDictionary(type => type.Name.Split('`')[0]);

    public static TheoryData<string> Names => [.. Policies.Keys.Order(StringComparer.Ordinal)];

    /// <summary>One file draws actions, and chooses the most probable ones.</summary>
    [Theory, MemberData(nameof(Names))]
    public void EveryPolicy_ActsAsTheFile(string name)
    {
        Type type = Policies[name];

        // The policy is not disposed, because one of them shares a part with later instances.
        object policy = Activator.CreateInstance(type)!;
        Type[]? ofPolicy = ArgumentsOf(type, typeof(MaskedPolicy<,,>));
        typeof(EveryPolicyTests)
            .GetMethod(ofPolicy is null ? nameof(CompareValues) : nameof(Compare), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(ofPolicy ?? ArgumentsOf(type, typeof(MaskedValueNetwork<,,>))!)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [policy], null);
    }

    [Fact]
    public void DeclaredPolicies_AreFound() => Assert.InRange(Policies.Count, 50, int.MaxValue);

    private static Type[]? ArgumentsOf(Type? type, Type definition) => type is null ? null
        : type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()
        : ArgumentsOf(type.BaseType, definition);

    private static void Compare<TObservation, TActions, TDistribution>(MaskedPolicy<TObservation, TActions, TDistribution> policy)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        Weights.Randomise(policy, seed: 1);
        PolicyDeclaration declaration = ((IMaskedNetwork)policy).Declaration;
        using ExportedPolicy exported = new(policy, new OnnxOptions
        {
            HasProbs = true,
            Entities = declaration.Actors.Where(actor => actor.Heads.Any(head => head.IsDistinct))
                .ToDictionary(actor => actor.Each!, _ => Slots),
        });
        Dictionary<string, Tensor> inputs = RandomInputs.Of(declaration, exported.Inputs, Rows);
        TObservation observation = TObservation.FromTensors([.. TObservation.MemberNames.Select(member => inputs[member])]);
        Assert.Equal(TObservation.MemberNames.Order(), inputs.Keys.Order());
        Require(policy.ActGreedily(observation), exported.Run(inputs, null));
        Dictionary<string, Tensor> drawn = exported.Run(inputs, new RandomStream(seed: 3).Next());
        Require(policy.Act(observation, new RandomStream(seed: 3)), drawn);

        using TDistribution distribution = policy.forward(observation);
        foreach (HeadDeclaration head in declaration.Heads.Where(IsIndependent))
        {
            PropertyInfo probs = typeof(TDistribution).GetProperty($"{head.Name}Probs")!;
            Agreement.RequireClose((Tensor)probs.GetValue(distribution)!, drawn[probs.Name]);
        }

        void Require(Step<TActions> step, Dictionary<string, Tensor> outputs)
        {
            Agreement.Require(TActions.MemberNames.Zip(step.Actions.ToTensors(), (member, action) => (member, action!)), outputs, Rows);

            // Drawn numbers differ by rounding, so the log-probability is that of the actions of the file.
            TActions actions = TActions.FromTensors([.. TActions.MemberNames.Select(member => outputs[member])]);
            Tensor logProb = policy is IMaskedPolicy<TObservation, TActions, TDistribution> feedforward && HasNumbers(declaration)
                ? feedforward.Evaluate(observation, actions).LogProb
                : step.LogProb;
            Agreement.RequireClose(logProb, outputs["logProb"], HasNumbers(declaration) ? DensityTolerance : Agreement.Tolerance);
            if (declaration.HasValue)
            {
                Agreement.RequireClose(step.Value, outputs["value"]);
            }
        }
    }

    /// <summary>Whether the probabilities of a head do not depend on other choices.</summary>
    private static bool IsIndependent(HeadDeclaration head) =>
        head is { ActiveWhen: null, MaskPer: null, Given: [], IsDistinct: false }
        && head.Kind is HeadKind.Choice or HeadKind.Flags or HeadKind.Pointer;

    private static bool HasNumbers(PolicyDeclaration declaration) =>
        declaration.Heads.Any(head => head.Components.Any(component => component.Low is not null));

    private static void CompareValues<TObservation, TActions, TValues>(MaskedValueNetwork<TObservation, TActions, TValues> network)
        where TObservation : ITensorRecord<TObservation>
        where TActions : class, ITensorRecord<TActions>
        where TValues : IActionValues<TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        Weights.Randomise(network, seed: 1);
        using ExportedPolicy exported = new(network);
        Dictionary<string, Tensor> inputs = RandomInputs.Of(((IMaskedNetwork)network).Declaration, exported.Inputs, Rows);
        TObservation observation = TObservation.FromTensors([.. TObservation.MemberNames.Select(member => inputs[member])]);
        TActions actions = network.ActGreedily(observation);
        Dictionary<string, Tensor> outputs = exported.Run(inputs, null);
        Agreement.Require(TActions.MemberNames.Zip(actions.ToTensors(), (member, action) => (member, action!)), outputs, Rows);
    }
}
