using Masking.Choices;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// One choice computed by the fused engine. Probabilities and divergences come from the same choice in tensor operations, which is built
/// when it is first needed.
/// </summary>
internal sealed class FusedDistribution : IMaskedChoice
{
    private readonly FusedChoices _choice;
    private readonly bool _isFlags;
    private readonly NumberForm? _number;
    private readonly long[] _rowShape;
    private readonly long[] _actionShape;

    // One without and one with gradient: what was built under no_grad must not serve a later call that needs a gradient.
    private readonly IMaskedChoice?[] _plain = new IMaskedChoice?[2];

    /// <summary>Reads logits and mask.</summary>
    /// <param name="logits"><c>(…, choices)</c>, float32 on the CPU.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, or the ends of intervals, float32; null allows every choice.</param>
    /// <param name="isFlags">Whether the columns are independent bits.</param>
    /// <param name="captures">Whether tensors that a backward pass needs are copied, because others may write to them.</param>
    /// <param name="number">What the columns of a number mean; null for other choices.</param>
    public FusedDistribution(Tensor logits, Tensor? mask, bool isFlags, bool captures, NumberForm? number = null)
    {
        long[] shape = logits.Size();
        (_isFlags, _number) = (isFlags, number);
        _rowShape = shape[..^1];
        _actionShape = isFlags ? shape : _rowShape;
        FusedChoice choice = new(0, 0, (int)shape[^1]) { IsFlags = isFlags, Number = number };
        _choice = FusedChoices.Independent(_rowShape, logits, mask, captures, choice);
    }

    /// <inheritdoc/>
    public bool IsReleased => false;

    /// <inheritdoc/>
    public IMaskedChoice Plain
    {
        get
        {
            // A dispose scope may have disposed the tensors since the last call.
            ref IMaskedChoice? plain = ref _plain[_choice.HasGradient && is_grad_enabled() ? 1 : 0];
            if (plain is null or { IsReleased: true })
            {
                using DisposeScope scope = NewDisposeScope();
                (Tensor logits, Tensor? mask) = _choice.LogitsAndMask(0);
                plain = PlainChoice.Of(logits, mask, _isFlags, _number);
                plain.MoveToOuterDisposeScope(scope);
            }

            return plain;
        }
    }

    /// <inheritdoc/>
    public Tensor Sample(RowUniforms uniforms, int firstLane) => Shaped(_choice.Sample(uniforms, _ => firstLane)[0]);

    /// <inheritdoc/>
    public Tensor Mode() => Shaped(_choice.Mode()[0]);

    /// <inheritdoc/>
    public Tensor LogProb(Tensor actions) => _choice.LogProb([actions], _ => true);

    /// <inheritdoc/>
    public Tensor Probs(Tensor? actions = null) => Plain.Probs();

    /// <inheritdoc/>
    public Tensor LogProbs(Tensor? actions = null) => Plain.LogProbs();

    /// <inheritdoc/>
    public Tensor CrossEntropy(Tensor target, Tensor? actions = null) => Plain.CrossEntropy(target);

    /// <inheritdoc/>
    public IMaskedChoice AtTemperature(double temperature) => Plain.AtTemperature(temperature);

    /// <inheritdoc/>
    public Tensor Entropy(Tensor? actions = null) => _choice.Entropy(null, _ => true);

    /// <inheritdoc/>
    public Tensor KlDivergence(IMaskedChoice other, Tensor? actions = null) => Plain.KlDivergence(other);

    /// <inheritdoc/>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        _choice.MoveToOuterDisposeScope(scope);
        Array.ForEach(_plain, plain => plain?.MoveToOuterDisposeScope(scope));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _choice.Dispose();
        Array.ForEach(_plain, plain => plain?.Dispose());
    }

    /// <summary>Restores the axes of the rows.</summary>
    private Tensor Shaped(Tensor actions) => _rowShape.Length == 1 ? actions : actions.reshape(_actionShape);
}
