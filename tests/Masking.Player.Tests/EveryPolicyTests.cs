using System.Reflection;
using Masking.Onnx.Tests;
using Masking.Policies.Tests;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Player.Tests;

/// <summary>Compares every declared policy with its player, in many environments.</summary>
public sealed class EveryPolicyTests
{
    private const int Rows = 64;

    public static TheoryData<string> All => [.. DeclaredPolicies.All.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> NamesOfSampling =>
    [
        .. DeclaredPolicies.All.Where(policy => !DeclaredPolicies.IsValueNetwork(policy.Value))
            .Select(policy => policy.Key).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(All))]
    public void EveryPlayer_ActsGreedilyAsThePolicy(string name) => ActsAlike(name, samples: false);

    [Theory, MemberData(nameof(NamesOfSampling))]
    public void EveryPlayer_DrawsAsThePolicy(string name) => ActsAlike(name, samples: true);

    [Theory, MemberData(nameof(All))]
    public void EveryPlayer_WritesWhatTheBatchWrites(string name)
    {
        Type player = AnyPlayer.TypeOf(DeclaredPolicies.All[name]);
        MethodInfo[] writers =
        [
            .. AnyPlayer.Nested(DeclaredPolicies.All[name], "Batch").GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.GetParameters() is [{ Name: "environment" }, ..]),
        ];
        Assert.NotEmpty(writers);
        Assert.All(writers, writer =>
        {
            MethodInfo same = player.GetMethod(writer.Name, Types(writer))!;
            Assert.Equal(writer.ReturnType, same.ReturnType);
            Assert.Equal(Names(writer), Names(same));
        });
    }

    private static void ActsAlike(string name, bool samples) =>
        DeclaredPolicies.Pass(name, typeof(EveryPolicyTests), nameof(Compare), nameof(CompareValues), samples);

    private static void Compare<TObservation, TActions, TDistribution>(
        MaskedPolicy<TObservation, TActions, TDistribution> policy, bool samples)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        PolicyDeclaration declaration = ((IMaskedNetwork)policy).Declaration;
        (byte[] model, Dictionary<string, Tensor> inputs) = Export(policy, declaration);
        TObservation observation = TObservation.FromTensors([.. TObservation.MemberNames.Select(member => inputs[member])]);
        using Step<TActions> step = samples ? policy.Act(observation, new RandomStream(seed: 3)) : policy.ActGreedily(observation);

        using AnyPlayer player = new(policy.GetType(), model, inputs);
        player.Write(inputs);
        player.Act(samples ? new RandomStream(seed: 3) : null);
        Dictionary<string, Tensor> results = player.Results();
        RequireSame(step.Actions, results, player);
        if (!declaration.Heads.Any(head => head.Components.Any(component => component.Low is not null)))
        {
            Agreement.RequireClose(step.LogProb, results["logProb"]);
        }

        if (declaration.HasValue)
        {
            Agreement.RequireClose(step.Value, results["value"]);
        }
    }

    private static void CompareValues<TObservation, TActions, TValues>(MaskedValueNetwork<TObservation, TActions, TValues> network)
        where TObservation : ITensorRecord<TObservation>
        where TActions : class, ITensorRecord<TActions>
        where TValues : IActionValues<TActions>
    {
        using DisposeScope scope = NewDisposeScope();
        (byte[] model, Dictionary<string, Tensor> inputs) = Export(network, ((IMaskedNetwork)network).Declaration);
        TActions actions = network.ActGreedily(
            TObservation.FromTensors([.. TObservation.MemberNames.Select(member => inputs[member])]));

        using AnyPlayer player = new(network.GetType(), model, inputs);
        player.Write(inputs);
        player.Act(stream: null);
        RequireSame(actions, player.Results(), player);
    }

    private static (byte[] Model, Dictionary<string, Tensor> Inputs) Export(nn.Module policy, PolicyDeclaration declaration)
    {
        Weights.Randomise(policy, seed: 1);
        manual_seed(2);
        byte[] model = Exported.Bytes((IMaskedNetwork)policy, DeclaredPolicies.OptionsOf(declaration));
        using InferenceSession session = new(model);
        return (model, RandomInputs.Of(declaration, session.InputMetadata, Rows));
    }

    private static void RequireSame<TActions>(TActions actions, Dictionary<string, Tensor> results, AnyPlayer player)
        where TActions : ITensorRecord<TActions>
    {
        Agreement.Require(TActions.MemberNames.Zip(actions.ToTensors(), (member, action) => (member, action!)), results, Rows);
        foreach (MethodInfo read in typeof(TActions).GetMethods().Where(method => method.GetParameters() is [{ Name: "row" }, ..]))
        {
            MethodInfo same = player.Instance.GetType().GetMethod(read.Name, Types(read))!;
            Assert.Equal(read.ReturnType, same.ReturnType);
            Tensor choices = results[read.Name[..^"At".Length]];
            long[][] places = [[0, 1, Rows - 1], .. choices.shape.Skip(1).Select(Indices)];
            foreach (object[] place in Combinations(places[..read.GetParameters().Length]))
            {
                AssertSame(Call(read, actions, place), Call(same, player.Instance, place));
            }
        }
    }

    private static long[] Indices(long size) => [.. Enumerable.Range(0, (int)size).Select(i => (long)i)];

    /// <summary>Numbers from intervals, also in record structs, may differ by the rounding of float32.</summary>
    private static void AssertSame(object? expected, object? actual)
    {
        if (expected is float number)
        {
            Assert.Equal(number, Assert.IsType<float>(actual), 1e-4 * Math.Max(1, Math.Abs(number)));
        }
        else if (expected is ValueType and not Enum && expected.GetType() is { IsPrimitive: false } compound)
        {
            Assert.All(compound.GetProperties(), property => AssertSame(property.GetValue(expected), property.GetValue(actual)));
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static object? Call(MethodInfo method, object instance, object[] arguments) =>
        method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static IEnumerable<object[]> Combinations(IEnumerable<long[]> axes) => axes.Aggregate(
        (IEnumerable<object[]>)[[]],
        (starts, axis) => starts.SelectMany(start => axis.Select(index => (object[])[.. start, index])));

    private static IEnumerable<string?> Names(MethodInfo method) => method.GetParameters().Select(parameter => parameter.Name);

    private static Type[] Types(MethodInfo method) => [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
}
