using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>Passes a vector on as it is.</summary>
public sealed class PlainEncoder(int inputs) : VectorEncoder(nameof(PlainEncoder), inputs)
{
    public override Tensor forward(Tensor input) => input.alias();
}

/// <summary>Passes entities on as they are; of all of them it says 0.</summary>
public sealed class PlainSet(int features) : EntityEncoder(nameof(PlainSet), features, 1)
{
    public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight) =>
        new(entities.alias(), zeros(entities.size(0), 1));
}

/// <summary>Passes cells on as they are; of all of them it says 0.</summary>
public sealed class PlainMap(int channels, int? height, int? width) : GridEncoder($"{nameof(PlainMap)} of {height} by {width}", channels, 1)
{
    public override GridEncoding forward(Tensor input) => new(input.permute(0, 2, 3, 1), zeros(input.size(0), 1));
}

/// <summary>Passes encodings on as they are.</summary>
public sealed class PlainCore : PolicyCore
{
    public PlainCore(int inputs, int width)
        : base(nameof(PlainCore), width) => ArgumentOutOfRangeException.ThrowIfNotEqual(width, inputs);

    public override Tensor forward(Tensor input) => input.alias();
}
