using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Replaces outputs of custom parts, so that tests can violate the contracts of the base classes.</summary>
internal static class Truancy
{
    /// <summary>The function that replaces the output of each part; parts without an entry return the correct output.</summary>
    public static Dictionary<string, Func<Tensor, Tensor?>> Instead { get; } = [];

    public static Tensor Of(string part, Tensor right) => Instead.TryGetValue(part, out Func<Tensor, Tensor?>? change) ? change(right)!
        : right;
}

public sealed class TruantVectorEncoder : VectorEncoder
{
    public TruantVectorEncoder(int inputs)
        : base(nameof(TruantVectorEncoder), 5 + inputs)
    {
    }

    public override Tensor forward(Tensor input) => Truancy.Of("vector", zeros(input.size(0), Width, input.dtype));
}

public sealed class TruantSetEncoder : EntityEncoder
{
    public TruantSetEncoder(int features)
        : base(nameof(TruantSetEncoder), 4 + features, 5)
    {
    }

    public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight) => new(
        Truancy.Of("entities", zeros(entities.size(0), entities.size(1), Width, entities.dtype)),
        Truancy.Of("set", zeros(entities.size(0), PooledWidth, entities.dtype)));
}

public sealed class TruantGridEncoder : GridEncoder
{
    public TruantGridEncoder(int channels, int? height, int? width)
        : base(nameof(TruantGridEncoder), 2 + channels, (height * width) ?? 1)
    {
    }

    public override GridEncoding forward(Tensor input) => new(
        Truancy.Of("cells", zeros(input.size(0), input.size(2), input.size(3), Width, input.dtype)),
        Truancy.Of("map", zeros(input.size(0), PooledWidth, input.dtype)));
}

public sealed class TruantCore : PolicyCore
{
    public TruantCore(int inputs, int width)
        : base(nameof(TruantCore), inputs > 0 ? width : 0)
    {
    }

    public override Tensor forward(Tensor input) => Truancy.Of("core", zeros(input.size(0), Width, input.dtype));
}

public sealed class TruantRecurrentCore : RecurrentCore
{
    public TruantRecurrentCore(int inputs, int width)
        : base(nameof(TruantRecurrentCore), inputs > 0 ? width : 0)
    {
    }

    protected override Tensor Read(Tensor input) => Truancy.Of("read", zeros(input.size(0), Width, input.dtype));

    protected override Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory) => [Truancy.Of("step", read.alias())];
}

/// <summary>A policy with custom encoders and a custom core.</summary>
[MaskedPolicy]
public sealed partial class TruantPolicy
{
    [Observation(3)]
    public partial TruantVectorEncoder Globals { get; }

    [EntityMask(features: 2)]
    public partial TruantSetEncoder Units { get; }

    [Observation(2, 3, 5)]
    public partial TruantGridEncoder Map { get; }

    [Core(7)]
    public partial TruantCore Core { get; }

    [ActionMask(Over = nameof(Units))]
    public partial PointerHead Target { get; }

    [ActionMask(Over = nameof(Map))]
    public partial PointerHead Place { get; }
}

/// <summary>A policy with a custom recurrent core.</summary>
[MaskedPolicy]
public sealed partial class TruantRecurrentPolicy
{
    [Observation(3)]
    public partial MlpEncoder Globals { get; }

    [Core(7)]
    public partial TruantRecurrentCore Core { get; }

    [ActionMask]
    public partial Head<bool> Answer { get; }
}
