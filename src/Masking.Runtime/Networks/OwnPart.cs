using Masking.Errors;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// Holds parts that derive from the runtime's classes to what these promise: the widths that a part claims, a row for every row that it
/// gets, and the element type of the policy.
/// The rest of the network is built for that, and would fail in native code, or silently compute something else.
/// </summary>
internal static class OwnPart
{
    /// <summary>Checks what a part gives at every call from now on. The runtime's own parts are left alone, which costs them
    /// nothing.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="member">The name of the declared member, for errors.</param>
    /// <param name="part">The part.</param>
    public static void Watch(string policy, string member, nn.Module part)
    {
        if (part.GetType().Assembly == typeof(OwnPart).Assembly)
        {
            return;
        }

        switch (part)
        {
            case VectorEncoder encoder:
                encoder.register_forward_hook((_, input, encoding) =>
                {
                    Require(policy, member, encoder, "Width", encoding, [input.size(0), encoder.Width], input.dtype);
                    return encoding;
                });
                break;
            case EntityEncoder encoder:
                encoder.register_forward_hook((_, entities, _, _, encoding) =>
                {
                    Require(policy, member, encoder, "Width", encoding.Entities, [entities.size(0), entities.size(1), encoder.Width],
                        entities.dtype);
                    Require(policy, member, encoder, "PooledWidth", encoding.Pooled, [entities.size(0), encoder.PooledWidth],
                        entities.dtype);
                    return encoding;
                });
                break;
            case GridEncoder encoder:
                encoder.register_forward_hook((_, map, encoding) =>
                {
                    // Strides may leave fewer cells than the map has; whoever acts in cells, or is masked by them, checks their number.
                    (long height, long width) = encoding.Cells is { IsInvalid: false } cells && cells.dim() == 4
                        ? (cells.size(1), cells.size(2))
                        : (map.size(2), map.size(3));
                    Require(policy, member, encoder, "Width", encoding.Cells, [map.size(0), height, width, encoder.Width], map.dtype);
                    Require(policy, member, encoder, "PooledWidth", encoding.Pooled, [map.size(0), encoder.PooledWidth], map.dtype);
                    return encoding;
                });
                break;
            case PolicyCore core:
                core.register_forward_hook((_, input, latent) =>
                {
                    Require(policy, member, core, "Width", latent, [input.size(0), core.Width], input.dtype);
                    return latent;
                });
                break;
            case RecurrentCore core:
                core.Member = (policy, member);
                break;
        }
    }

    /// <summary>Refuses what a part gives if it is not what its class promises.</summary>
    /// <param name="policy">The policy's name.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="part">The part.</param>
    /// <param name="claim">The property in which the part says the size of the last axis.</param>
    /// <param name="given">What it gave.</param>
    /// <param name="size">The size that it must have.</param>
    /// <param name="type">The element type that it must have.</param>
    /// <exception cref="MaskShapeException">It has not.</exception>
    public static void Require(string policy, string member, nn.Module part, string claim, Tensor? given, ReadOnlySpan<long> size,
        ScalarType type)
    {
        if (given is { IsInvalid: false } && given.dtype == type && Expect.HasSize(given, size))
        {
            return;
        }

        string name = TypeText.Of(part.GetType());
        bool isOfAnotherWidth = given is { IsInvalid: false } && given.dim() == size.Length && given.size(-1) != size[^1];
        throw new MaskShapeException(policy, member, $"{Expect.Text(size)} {TensorText.NameOf(type)} from {name}", TensorText.Of(given),
            isOfAnotherWidth
            ? $"{name}.{claim} is {size[^1]}, and it gave {given!.size(-1)}: pass the width of what it gives to the constructor of its "
                + $"base class."
            : "It must give a row for each that it gets, in the element type of the policy.");
    }
}
