using static TorchSharp.torch;

namespace Masking;

/// <summary>A function of logits with an analytic gradient, for <see cref="AnalyticFunction"/>.</summary>
internal interface IAnalytic
{
    /// <summary>Where the logits and masks lie.</summary>
    FusedLayout Layout { get; }

    /// <summary>The value, as a new tensor that joins the current dispose scope.</summary>
    Tensor Value();

    /// <summary>Adds the gradient to each of the logits. It must not throw.</summary>
    /// <param name="upstream">The gradient to the value, in row-major order.</param>
    /// <param name="gradients">One tensor for each of the logits, of the same shape.</param>
    void AddGradients(ReadOnlySpan<float> upstream, Tensor[] gradients);

    /// <summary>The same value in operations of the tensor library. It must not throw.</summary>
    /// <param name="tree">The same choices.</param>
    Tensor Plain(ChoiceTree tree);
}
