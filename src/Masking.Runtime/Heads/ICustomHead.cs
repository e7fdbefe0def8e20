using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>A head that a class outside of the library computes.</summary>
internal interface ICustomHead
{
    /// <summary>The number of choices or bits. For a record struct, the sum over all parameters.</summary>
    int Choices { get; }

    /// <summary>The names of the policy and of the member, for errors.</summary>
    (string Policy, string Name) Member { get; set; }

    /// <summary>Computes one number for each choice from the features of each actor, and checks the result.</summary>
    /// <param name="features"><c>(rows, inputs)</c>.</param>
    /// <returns><c>(rows, choices)</c>.</returns>
    /// <exception cref="MaskShapeException">The result has a wrong shape, element type or device.</exception>
    Tensor Compute(Tensor features);
}
