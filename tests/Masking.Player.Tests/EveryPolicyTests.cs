using System.Reflection;
using Masking.Onnx;
using Masking.Onnx.Tests;
using Masking.Policies.Tests;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Player.Tests;

/// <summary>Compares every declared policy with its player, in many environments.</summary>
public sealed class EveryPolicyTests
{
    private const int Rows = 256;
    private const int Slots = 5;

    private static readonly Dictionary<string, Type> Policies = typeof(EveryPolicyTests).Assembly.GetTypes()
        .Where(type => BaseOf(type) is not null && !type.ContainsGenericParameters)
        .Append(typeof(Arena.Ring<string>.BoutPolicy<Version>))
        .ToDictionary(type => type.Name.Split('`')[0]);

    public static TheoryData<string> Names => [.. Policies.Keys.Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void EveryPlayer_ActsGreedilyAsThePolicy(string name) => ActsAlike(name, samples: false);

    [Theory, MemberData(nameof(Names))]
    public void EveryPlayer_DrawsAsThePolicy(string name) => ActsAlike(name, samples: true);

    [Theory, MemberData(nameof(Names))]
    public void EveryPlayer_WritesWhatTheBatchWrites(string name)
    {
        Type policy = Policies[name];
        Type player = AnyPlayer.TypeOf(policy);
        IEnumerable<MethodInfo> writers = Nested(policy, "Batch").GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.GetParameters() is [{ Name: "environment" }, ..]);
        Assert.All(writers, writer =>
        {
            MethodInfo same = player.GetMethod(writer.Name, Types(writer))!;
            Assert.Equal(writer.ReturnType, same.ReturnType);
            Assert.Equal(writer.GetParameters().Select(parameter => parameter.Name), same.GetParameters().Select(parameter => parameter.Name));
        });
    }

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
        manual_seed(2);
        PolicyDeclaration declaration = ((IMaskedNetwork)policy).Declaration;
        byte[] model = Exported.Bytes(policy, new OnnxOptions
        {
            Entities = declaration.Actors.Where(actor => actor.Heads.Any(head => head.IsDistinct))
                .ToDictionary(actor => actor.Each!, _ => Slots),
        });
        using InferenceSession session = new(model);
        Dictionary<string, Tensor> inputs = RandomInputs.Of(declaration, session.InputMetadata, Rows);
        TObservation observation = TObservation.FromTensors([.. TObservation.MemberNames.Select(member => inputs[member])]);
        using Step<TActions> step = samples ? policy.Act(observation, new RandomStream(seed: 3)) : policy.ActGreedily(observation);

        using AnyPlayer player = new(policy.GetType(), model, inputs);
        player.Write(inputs);
        player.Act(samples ? new RandomStream(seed: 3) : null);
        Dictionary<string, Tensor> results = player.Results();
        Agreement.Require(TActions.MemberNames.Zip(step.Actions.ToTensors(), (member, action) => (member, action!)), results, Rows);
        Agreement.RequireClose(step.LogProb, results["logProb"]);
        if (declaration.HasValue)
        {
            Agreement.RequireClose(step.Value, results["value"]);
        }

        ReadsAlike(step.Actions, player.Instance);
    }

    /// <summary>Compares the typed reads of an <c>Actions</c> and a <c>Player</c> at every index of the first environments.</summary>
    private static void ReadsAlike<TActions>(TActions actions, object player) where TActions : ITensorRecord<TActions>
    {
        foreach (MethodInfo read in typeof(TActions).GetMethods().Where(method => method.GetParameters() is [{ Name: "row" }, ..]))
        {
            MethodInfo same = player.GetType().GetMethod(read.Name, Types(read))!;
            Assert.Equal(read.ReturnType, same.ReturnType);
            Tensor choices = (Tensor)typeof(TActions).GetProperty(read.Name[..^"At".Length])!.GetValue(actions)!;
            long[][] places = [[0, 1, Rows - 1], .. choices.shape.Skip(1).Select(size => Enumerable.Range(0, (int)size).Select(i => (long)i).ToArray())];
            foreach (object[] place in Combinations(places[..read.GetParameters().Length]))
            {
                object? expected = read.Invoke(actions, BindingFlags.DoNotWrapExceptions, null, place, null);
                object? actual = same.Invoke(player, BindingFlags.DoNotWrapExceptions, null, place, null);
                AssertSame(expected, actual);
            }
        }
    }

    /// <summary>Numbers from intervals, also in record structs, may differ by the rounding of float32.</summary>
    private static void AssertSame(object? expected, object? actual)
    {
        if (expected is float number)
        {
            Assert.Equal(number, (float)actual!, 1e-4 * Math.Max(1, Math.Abs(number)));
        }
        else if (expected is not null && expected.GetType().GetProperties() is { Length: > 0 } properties && expected.GetType() is { IsEnum: false, IsArray: false, IsPrimitive: false })
        {
            Assert.All(properties, property => AssertSame(property.GetValue(expected), property.GetValue(actual)));
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static IEnumerable<object[]> Combinations(IEnumerable<long[]> axes) => axes.Aggregate(
        (IEnumerable<object[]>)[[]],
        (starts, axis) => starts.SelectMany(start => axis.Select(index => (object[])[.. start, index])));

    private static Type[] Types(MethodInfo method) => [.. method.GetParameters().Select(parameter => parameter.ParameterType)];

    private static Type Nested(Type policy, string name)
    {
        Type nested = policy.GetNestedType(name)!;
        return nested.IsGenericTypeDefinition ? nested.MakeGenericType(policy.GetGenericArguments()) : nested;
    }
}
