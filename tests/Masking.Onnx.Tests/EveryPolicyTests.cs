using System.Reflection;
using Masking.Policies.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

public sealed class EveryPolicyTests
{
    private const int Rows = 256;

    /// <summary>Densities of narrow distributions are steep, so that the rounding of float32 changes their logarithm more.</summary>
    private const double DensityTolerance = 1e-4;

    public static TheoryData<string> Names => [.. DeclaredPolicies.All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>One file draws actions, and chooses the most probable ones.</summary>
    [Theory, MemberData(nameof(Names))]
    public void EveryPolicy_ActsAsTheFile(string name) =>
        DeclaredPolicies.Pass(name, typeof(EveryPolicyTests), nameof(Compare), nameof(CompareValues));

    [Fact]
    public void DeclaredPolicies_AreFound() => Assert.InRange(DeclaredPolicies.All.Count, 50, int.MaxValue);

    private static void Compare<TObservation, TActions, TDistribution>(MaskedPolicy<TObservation, TActions, TDistribution> policy)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        Weights.Randomise(policy, seed: 1);
        PolicyDeclaration declaration = ((IMaskedNetwork)policy).Declaration;
        using ExportedPolicy exported = new(policy, DeclaredPolicies.OptionsOf(declaration) with { HasProbs = true });
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
