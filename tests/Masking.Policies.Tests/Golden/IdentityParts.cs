using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>Returns the vector unchanged.</summary>
public sealed class IdentityEncoder(int inputs) : VectorEncoder(nameof(IdentityEncoder), inputs)
{
    public override Tensor forward(Tensor input) => input.alias();
}

/// <summary>Returns the entities unchanged; the pooled encoding is 0.</summary>
public sealed class IdentitySetEncoder(int features) : EntityEncoder(nameof(IdentitySetEncoder), features, 1)
{
    public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight) =>
        new(entities.alias(), zeros(entities.size(0), 1));
}

/// <summary>Returns the cells unchanged; the pooled encoding is 0.</summary>
public sealed class IdentityGridEncoder(int channels, int? height, int? width)
    : GridEncoder($"{nameof(IdentityGridEncoder)} of {height} by {width}", channels, 1)
{
    public override GridEncoding forward(Tensor input) => new(input.permute(0, 2, 3, 1), zeros(input.size(0), 1));
}

/// <summary>Returns the encodings unchanged.</summary>
public sealed class IdentityCore : PolicyCore
{
    public IdentityCore(int inputs, int width)
        : base(nameof(IdentityCore), width) => ArgumentOutOfRangeException.ThrowIfNotEqual(width, inputs);

    public override Tensor forward(Tensor input) => input.alias();
}
