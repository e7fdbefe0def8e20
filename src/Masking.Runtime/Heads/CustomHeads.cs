using Masking.Errors;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>Checks the outputs of custom heads.</summary>
internal static class CustomHeads
{
    /// <summary>Requires one number for each choice of each actor.</summary>
    /// <param name="head">The head.</param>
    /// <param name="features">Its input, <c>(rows, inputs)</c>.</param>
    /// <param name="output">Its output.</param>
    /// <returns>An alias of the output, which has its own lifetime.</returns>
    /// <exception cref="MaskShapeException">The output has a wrong shape, element type or device.</exception>
    public static Tensor Checked(ICustomHead head, Tensor features, Tensor? output)
    {
        long[] size = [features.size(0), head.Choices];
        Device device = features.GetDevice();
        if (output is { IsInvalid: false } && output.dtype == features.dtype && Expect.HasSize(output, size) && output.IsOn(device))
        {
            return output.alias();
        }

        (string policy, string name) = head.Member;
        throw new MaskShapeException(
            policy,
            name,
            $"{Expect.Text(size)} {TensorText.NameOf(features.dtype)} from {TypeText.Of(head.GetType())}",
            TensorText.Of(output),
            "Return one row for each row of the features and one number for each choice, in the element type and on the device of the "
                + "features.");
    }
}
