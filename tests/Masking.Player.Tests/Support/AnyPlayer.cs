using System.Reflection;
using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking.Player.Tests;

/// <summary>A generated player, independent of its type.</summary>
internal sealed class AnyPlayer : IDisposable
{
    private readonly PlayerSession _session;

    /// <summary>Creates the player of a policy.</summary>
    /// <param name="policy">The class of the policy.</param>
    /// <param name="model">The exported policy.</param>
    /// <param name="inputs">An observation, whose sizes the player gets.</param>
    public AnyPlayer(Type policy, byte[] model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Type type = TypeOf(policy);
        ConstructorInfo constructor = type.GetConstructors().Single(each => each.GetParameters()[0].ParameterType == typeof(byte[]));
        object?[] sizes =
        [
            .. constructor.GetParameters()[1..^1].Select(parameter => (object?)SizeOf(parameter.Name!, inputs)),
        ];
        Instance = constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [model, .. sizes, null], null);
        _session = (PlayerSession)type.GetFields(BindingFlags.NonPublic | BindingFlags.Instance)
            .Single(field => field.FieldType == typeof(PlayerSession)).GetValue(Instance)!;
    }

    /// <summary>The player.</summary>
    public object Instance { get; }

    /// <summary>The generated class.</summary>
    public static Type TypeOf(Type policy) => Nested(policy, "Player");

    /// <summary>A nested type of a policy, which may be inherited or generic.</summary>
    public static Type Nested(Type policy, string name)
    {
        Type declaring = policy;
        while (declaring.GetNestedType(name) is null)
        {
            declaring = declaring.BaseType!;
        }

        Type nested = declaring.GetNestedType(name)!;
        return nested.IsGenericTypeDefinition ? nested.MakeGenericType(declaring.GetGenericArguments()) : nested;
    }

    /// <summary>Writes an observation of all environments.</summary>
    public void Write(IReadOnlyDictionary<string, Tensor> inputs)
    {
        foreach (HostArray array in _session.Observation.All)
        {
            Tensor values = inputs[array.Member].contiguous();
            if (array is HostArray<bool> flags)
            {
                values.data<bool>().CopyTo(flags.Elements);
            }
            else
            {
                values.data<float>().CopyTo(((HostArray<float>)array).Elements);
            }
        }
    }

    /// <summary>Draws actions, or takes the most probable ones.</summary>
    public void Act(RandomStream? stream)
    {
        if (stream is null)
        {
            _session.ActGreedily();
        }
        else
        {
            _session.Act(stream);
        }
    }

    /// <summary>The actions, the log-probability and the value of all environments.</summary>
    public Dictionary<string, Tensor> Results() => _session.Results.All.ToDictionary(array => array.Member, array => array switch
    {
        HostArray<long> choices => tensor(choices.Elements.ToArray(), array.Shape),
        _ => tensor(((HostArray<float>)array).Elements.ToArray(), array.Shape),
    });

    public void Dispose() => ((IDisposable)Instance).Dispose();

    private static int SizeOf(string parameter, IReadOnlyDictionary<string, Tensor> inputs)
    {
        if (parameter == "environments")
        {
            return (int)inputs.Values.First().size(0);
        }

        if (parameter.StartsWith("max", StringComparison.Ordinal))
        {
            return (int)inputs[parameter["max".Length..]].size(1);
        }

        bool isHeight = parameter.EndsWith("Height", StringComparison.Ordinal);
        string map = isHeight ? parameter[..^"Height".Length] : parameter[..^"Width".Length];
        return (int)inputs.Single(input => input.Key.Equals(map, StringComparison.OrdinalIgnoreCase)).Value.size(isHeight ? 2 : 3);
    }
}
