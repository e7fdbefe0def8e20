using Masking.Choices;
using Masking.Fused;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Distributions;

/// <summary>
/// Selects the engine that computes choices: the fused engine for float32 logits on the CPU, tensor operations for everything else.
/// </summary>
internal static class Engine
{
    /// <summary>One choice.</summary>
    /// <param name="logits"><c>(…, choices)</c>, floating point. Half precision is computed in float32.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, or the ends of intervals; null allows every choice.</param>
    /// <param name="isFlags">Whether the columns are independent bits.</param>
    /// <param name="captures">Whether tensors that are needed later are copied, because others may write to them.</param>
    /// <param name="number">What the columns of a number mean; null for other choices.</param>
    public static IMaskedChoice Choice(
        Tensor logits, Tensor? mask, bool isFlags = false, bool captures = false, NumberForm? number = null)
    {
        if (HostMemory.HoldsFloat32(logits))
        {
            return new FusedDistribution(logits, mask, isFlags, captures, number);
        }

        using DisposeScope scope = NewDisposeScope();
        IMaskedChoice choice;
        if (logits.IsHalf())
        {
            choice = Choice(logits.to(ScalarType.Float32), mask, isFlags, captures, number);
        }
        else
        {
            Tensor own = captures ? logits.clone() : logits;
            Tensor? ownMask = captures ? mask?.clone() : mask;
            choice = PlainChoice.Of(own, ownMask, isFlags, number);
        }

        choice.MoveToOuterDisposeScope(scope);
        return choice;
    }

    /// <summary>
    /// Independent choices whose logits are columns of one tensor. The tensors are copied, because others may write to them.
    /// </summary>
    /// <param name="logits"><c>(…, Σ sizes)</c>, floating point.</param>
    /// <param name="mask"><c>(…, Σ sizes)</c> bool; null allows every choice.</param>
    /// <param name="sizes">The number of columns of each choice.</param>
    public static IChoices Independent(Tensor logits, Tensor? mask, long[] sizes)
    {
        long[] first = [.. sizes.Select((_, i) => sizes[..i].Sum())];
        if (HostMemory.HoldsFloat32(logits))
        {
            FusedChoice[] columns = [.. sizes.Select((size, i) => new FusedChoice(0, (int)first[i], (int)size))];
            return FusedChoices.Independent(logits.Size()[..^1], logits, mask, captures: true, columns);
        }

        using DisposeScope scope = NewDisposeScope();
        ChoiceTree tree = new(
            (_, values, legal) => Choice(values, legal, captures: true),
            [.. sizes.Select((size, i) => new Choice(logits.narrow(-1, first[i], size), mask?.narrow(-1, first[i], size)))]);
        tree.MoveToOuterDisposeScope(scope);
        return tree;
    }

    /// <summary>Choices with at most one parent each, whose logits do not depend on earlier choices.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="logits">Tensors <c>(rows, columns)</c>, floating point. Half precision is computed in float32.</param>
    /// <param name="choices">The columns, masks and parents of the choices, each after its parent.</param>
    public static IChoices Tree(long rows, Tensor[] logits, FusedChoice[] choices)
    {
        if (Array.TrueForAll(logits, HostMemory.HoldsFloat32))
        {
            return new FusedChoices([rows], logits, choices);
        }

        if (!Array.Exists(logits, source => source.IsHalf()))
        {
            return new FusedLayout([rows], Array.ConvertAll(logits, SizeExtensions.Size), choices).ToTree(logits);
        }

        using DisposeScope scope = NewDisposeScope();
        IChoices tree = Tree(rows, Array.ConvertAll(logits, source => source.to(ScalarType.Float32)), choices);
        tree.MoveToOuterDisposeScope(scope);
        return tree;
    }

    /// <summary>Choices whose logits depend on earlier choices, or that have several parents.</summary>
    /// <param name="choices">The choices, each after its parents.</param>
    public static IChoices Tree(Choice[] choices) =>
        new ChoiceTree((choice, logits, mask) => Choice(logits, mask, choice.IsFlags, number: choice.Number), choices);
}
