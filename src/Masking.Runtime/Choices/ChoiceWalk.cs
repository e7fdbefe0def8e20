using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>One traversal of a <see cref="ChoiceTree"/>: the actions of the choices so far.</summary>
/// <param name="choices">The number of choices.</param>
internal sealed class ChoiceWalk(int choices)
{
    private readonly Dictionary<int, Tensor> _logits = [];

    /// <summary>The actions of each choice; those of later choices are not set yet.</summary>
    public Tensor[] Actions { get; } = new Tensor[choices];

    /// <summary>The rows <c>(rows)</c> bool in which each choice is active; null: all.</summary>
    public Tensor?[] Active { get; } = new Tensor?[choices];

    /// <summary>The logits of a head, which all of its choices share. They are computed once.</summary>
    /// <param name="head">The head.</param>
    /// <param name="compute">Computes them from the actions so far.</param>
    public Tensor Logits(int head, Func<Tensor> compute)
    {
        if (!_logits.TryGetValue(head, out Tensor? logits))
        {
            logits = compute();
            _logits.Add(head, logits);
        }

        return logits;
    }

    /// <summary>The rows <c>(rows)</c> in which a choice with one action per row is active and not "no action".</summary>
    public Tensor HasAction(int choice) => And(Active[choice], Actions[choice].ge(Scalars.Zero));

    /// <summary>The conjunction of two conditions; null is always true.</summary>
    public static Tensor And(Tensor? left, Tensor right) => left is null ? right : left.logical_and(right);
}
