using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>One way through a <see cref="ChoiceTree"/>: what was chosen so far, and what follows from it.</summary>
/// <param name="choices">The number of choices.</param>
internal sealed class ChoiceWalk(int choices)
{
    private readonly Dictionary<int, Tensor> _logits = [];

    /// <summary>What was chosen, one tensor a choice; those of later choices are not read.</summary>
    public Tensor[] Actions { get; } = new Tensor[choices];

    /// <summary>In which rows <c>(rows)</c> each choice is made; null: in all.</summary>
    public Tensor?[] Made { get; } = new Tensor?[choices];

    /// <summary>The logits of a head, which are the same for all of its choices.</summary>
    /// <param name="head">The head.</param>
    /// <param name="compute">Computes them from what was chosen so far.</param>
    public Tensor Logits(int head, Func<Tensor> compute)
    {
        if (!_logits.TryGetValue(head, out Tensor? logits))
        {
            logits = compute();
            _logits.Add(head, logits);
        }

        return logits;
    }

    /// <summary>In which rows a choice with one action a row was made and something was chosen.</summary>
    public Tensor Happened(int choice) => And(Made[choice], Actions[choice].ge(Scalars.Zero));

    /// <summary>Both conditions; null holds everywhere.</summary>
    public static Tensor And(Tensor? left, Tensor right) => left is null ? right : left.logical_and(right);
}
