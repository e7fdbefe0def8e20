using Masking.Errors;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// Checks the outputs of custom parts, which are classes that derive from the encoders and cores of the library. An output must have the
/// width that the part states, one row for each row of the input, and the element type of the policy. Otherwise the rest of the network
/// would fail in native code, or compute wrong numbers.
/// </summary>
internal static class CustomParts
{
    /// <summary>Registers a check of the outputs of a part. The parts of the library are not checked.</summary>
    /// <param name="policy">The name of the policy, for errors.</param>
    /// <param name="member">The name of the declared member, for errors.</param>
    /// <param name="part">The part.</param>
    public static void CheckOutputs(string policy, string member, nn.Module part)
    {
        if (part.GetType().Assembly == typeof(CustomParts).Assembly)
        {
            return;
        }

        switch (part)
        {
            case VectorEncoder encoder:
                encoder.register_forward_hook((_, input, encoding) =>
                {
                    RequireOutput(policy, member, encoder, "Width", encoding, [input.size(0), encoder.Width], input.dtype);
                    return encoding;
                });
                break;
            case EntityEncoder encoder:
                encoder.register_forward_hook((_, entities, _, _, encoding) =>
                {
                    RequireOutput(policy, member, encoder, "Width", encoding.Entities, [entities.size(0), entities.size(1), encoder.Width],
                        entities.dtype);
                    RequireOutput(policy, member, encoder, "PooledWidth", encoding.Pooled, [entities.size(0), encoder.PooledWidth],
                        entities.dtype);
                    return encoding;
                });
                break;
            case GridEncoder encoder:
                encoder.register_forward_hook((_, map, encoding) =>
                {
                    // An encoder with strides may return fewer cells than the map has. The heads of the cells check their number.
                    (long height, long width) = encoding.Cells is { IsInvalid: false } cells && cells.dim() == 4
                        ? (cells.size(1), cells.size(2))
                        : (map.size(2), map.size(3));
                    RequireOutput(policy, member, encoder, "Width", encoding.Cells, [map.size(0), height, width, encoder.Width], map.dtype);
                    RequireOutput(policy, member, encoder, "PooledWidth", encoding.Pooled, [map.size(0), encoder.PooledWidth], map.dtype);
                    return encoding;
                });
                break;
            case PolicyCore core:
                core.register_forward_hook((_, input, latent) =>
                {
                    RequireOutput(policy, member, core, "Width", latent, [input.size(0), core.Width], input.dtype);
                    return latent;
                });
                break;
            case RecurrentCore core:
                core.Member = (policy, member);
                break;
        }
    }

    /// <summary>Requires an output of the expected size and element type.</summary>
    /// <param name="policy">The name of the policy.</param>
    /// <param name="member">The name of the member.</param>
    /// <param name="part">The part.</param>
    /// <param name="widthProperty">The name of the property of the part that states the size of the last axis.</param>
    /// <param name="output">The output.</param>
    /// <param name="size">The expected size.</param>
    /// <param name="type">The expected element type.</param>
    /// <exception cref="MaskShapeException">The output has another size or element type.</exception>
    public static void RequireOutput(string policy, string member, nn.Module part, string widthProperty, Tensor? output,
        ReadOnlySpan<long> size, ScalarType type)
    {
        if (output is { IsInvalid: false } && output.dtype == type && Expect.HasSize(output, size))
        {
            return;
        }

        string name = TypeText.Of(part.GetType());
        bool hasWrongWidth = output is { IsInvalid: false } && output.dim() == size.Length && output.size(-1) != size[^1];
        throw new MaskShapeException(policy, member, $"{Expect.Text(size)} {TensorText.NameOf(type)} from {name}", TensorText.Of(output),
            hasWrongWidth
                ? $"{name}.{widthProperty} is {size[^1]}, but the output has width {output!.size(-1)}: pass the width of the output to the "
                    + "constructor of the base class."
                : "The output needs one row for each row of the input, in the element type of the policy.");
    }
}
