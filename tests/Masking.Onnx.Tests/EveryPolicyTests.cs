using System.Reflection;
using Masking.Policies.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

public sealed class EveryPolicyTests
{
    private const int Rows = 512;
    private const int Slots = 5;

    private static readonly Dictionary<string, Type> Policies = typeof(EveryPolicyTests).Assembly.GetTypes()
        .Where(type => BaseOf(type) is not null && !type.ContainsGenericParameters)
        .Append(typeof(Arena.Ring<string>.BoutPolicy<Version>))
        .ToDictionary(type => type.Name.Split('`')[0]);

    public static TheoryData<string> Names => [.. Policies.Keys.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void EveryPolicy_ActsGreedilyAsTheFile(string name) => ActsAlike(name, samples: false);

    [Theory, MemberData(nameof(Names))]
    public void EveryPolicy_DrawsAsTheFile(string name) => ActsAlike(name, samples: true);

    private static void ActsAlike(string name, bool samples)
    {
        using nn.Module policy = (nn.Module)Activator.CreateInstance(Policies[name])!;
        typeof(EveryPolicyTests).GetMethod(nameof(Compare), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(BaseOf(Policies[name])!.GetGenericArguments())
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [policy, samples], null);
    }

    private static Type? BaseOf(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(MaskedPolicy<,,>))
            {
                return type.IsAbstract ? null : current;
            }
        }

        return null;
    }

    private static void Compare<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, bool samples)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        Weights.Randomise(policy, seed: 1);
        PolicyDeclaration declaration = ((IMaskedNetwork)policy).Declaration;
        using ExportedPolicy exported = new(policy, new OnnxOptions
        {
            Entities = declaration.Actors.Where(actor => actor.Heads.Any(head => head.IsDistinct))
                .ToDictionary(actor => actor.Each!, _ => Slots),
        });
        Dictionary<string, Tensor> inputs = RandomInputs.Of(declaration, exported.Inputs, Rows);
        TObservation observation = TObservation.FromTensors([.. TObservation.MemberNames.Select(member => inputs[member])]);
        Assert.Equal(TObservation.MemberNames.Order(), inputs.Keys.Order());
        using Step<TActions> step = samples ? policy.Act(observation, new RandomStream(seed: 3)) : policy.ActGreedily(observation);
        Dictionary<string, Tensor> outputs = exported.Run(inputs, samples ? new RandomStream(seed: 3).Next() : null);
        Agreement.Require(TActions.MemberNames.Zip(step.Actions.ToTensors(), (member, action) => (member, action!)), outputs, Rows);
        Agreement.RequireClose(step.LogProb, outputs["logProb"]);
        if (declaration.HasValue)
        {
            Agreement.RequireClose(step.Value, outputs["value"]);
        }
    }
}
