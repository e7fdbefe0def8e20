using Masking.Choices;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// Choices in host memory: masks, draws, log-probabilities and exact entropies of all of them in one pass over the logits, without an
/// operation of the tensor library between. For float32 on the CPU, where each choice depends on one earlier choice at most;
/// <see cref="ChoiceTree"/> means the same for everything.
/// </summary>
internal sealed class FusedChoices : IChoices
{
    private readonly Tensor[] _logits;
    private readonly FusedLayout _layout;
    private readonly FusedRows?[] _roots;       // of choices that depend on none
    private readonly bool _isKept;
    private readonly bool _ownsTensors;         // those of logits and masks; otherwise they may be gone

    // Of all choices, made along with their log-probability where both have a gradient, because one pass back then serves both; it is taken
    // once.
    private Tensor? _entropy;

    /// <param name="rowShape">The shape of one number a row.</param>
    /// <param name="logits">The tensors of logits <c>(rows…, columns)</c>, float32 on the CPU.</param>
    /// <param name="choices">The choices, in the order in which they are made. What logits and masks of those that depend on none are is
    /// read now, whatever becomes of them.</param>
    public FusedChoices(long[] rowShape, Tensor[] logits, params FusedChoice[] choices)
        : this(
            rowShape,
            Array.ConvertAll(logits, Owned),
            Array.ConvertAll(choices, choice => choice.Mask is null ? choice : choice with { Mask = Owned(choice.Mask) }),
            ownsTensors: true
        ) { }

    private FusedChoices(long[] rowShape, Tensor[] logits, FusedChoice[] choices, bool ownsTensors)
    {
        _ownsTensors = ownsTensors;
        _isKept = ownsTensors && is_grad_enabled() && Array.Exists(logits, tensor => tensor.requires_grad);
        _logits = logits;
        _layout = new FusedLayout(rowShape, Array.ConvertAll(logits, SizeExtensions.Size), choices);
        _roots = new FusedRows?[choices.Length];
        for (int choice = 0; choice < choices.Length; choice++)
        {
            _roots[choice] = choices[choice].Parent is null ? RowsOf(choice, null, null) : null;
        }
    }

    /// <summary>One choice by itself, with its rows alone where no gradient is wanted.</summary>
    /// <param name="rowShape">The shape of one number a row.</param>
    /// <param name="logits"><c>(rows…, columns)</c>, float32 on the CPU.</param>
    /// <param name="mask">Of the same shape; null: everything is legal.</param>
    /// <param name="isFlags">Whether the columns are independent bits.</param>
    /// <param name="captures">Whether the tensors are copied where a backward pass may need them, because others may write to them.</param>
    public static FusedChoices One(long[] rowShape, Tensor logits, Tensor? mask, bool isFlags, bool captures)
    {
        FusedChoice choice = new(0, 0, (int)logits.size(-1)) { IsFlags = isFlags, Mask = mask };
        if (logits.requires_grad && is_grad_enabled())
        {
            return captures ? Capture(rowShape, logits, mask, choice) : new FusedChoices(rowShape, [logits], choice);
        }

        if (logits.is_contiguous() && mask?.is_contiguous() != false)
        {
            return new FusedChoices(rowShape, [logits], [choice], ownsTensors: false);
        }

        using DisposeScope scope = NewDisposeScope();
        return new FusedChoices(rowShape, [logits.contiguous()], [choice with { Mask = mask?.contiguous() }], ownsTensors: false);
    }

    /// <summary>
    /// Choices beside each other in tensors that others may write to; copies are kept where a backward pass may need them.
    /// </summary>
    /// <param name="rowShape">The shape of one number a row.</param>
    /// <param name="logits"><c>(rows…, columns)</c>, float32 on the CPU.</param>
    /// <param name="mask">The mask of all choices; null: everything is legal.</param>
    /// <param name="choices">The choices, none of which depends on another.</param>
    public static FusedChoices Capture(long[] rowShape, Tensor logits, Tensor? mask, params FusedChoice[] choices)
    {
        if (!logits.requires_grad || !is_grad_enabled())
        {
            return new FusedChoices(rowShape, [logits], choices);
        }

        using Tensor ownLogits = logits.clone();
        using Tensor? ownMask = mask?.clone();
        return new FusedChoices(rowShape, [ownLogits], Array.ConvertAll(choices, choice => choice with { Mask = ownMask }));
    }

    public int Count => _layout.Count;

    public bool IsExact => true;

    /// <summary>Whether it can compute with such logits.</summary>
    public static bool Fits(Tensor logits) => logits.is_cpu() && logits.dtype == ScalarType.Float32;

    public Tensor[] Sample(RowUniforms uniforms, Func<int, int> firstLane) =>
        Choose((rows, choice, walk) => rows.Draw(uniforms, firstLane(choice), walk.Rows[choice], walk.Actions[choice]));

    public Tensor[] Mode() => Choose((rows, choice, walk) => rows.Greatest(walk.Rows[choice], walk.Actions[choice]));

    public Tensor LogProb(ReadOnlySpan<Tensor> actions, Func<int, bool> counts)
    {
        bool hasGradient = _isKept && is_grad_enabled();
        using DisposeScope? scope = hasGradient || !AreContiguous(actions) ? NewDisposeScope() : null;
        FusedWalk walk = new(_layout);
        FusedRows[] made = new FusedRows[Count];
        for (int choice = 0; choice < Count; choice++)
        {
            walk.Reach(choice);
            made[choice] = Made(walk, choice);
            walk.Take(choice, actions[choice], hasGradient);
        }

        FusedLogProb logProb = new(_layout, walk, made, counts);
        if (!hasGradient)
        {
            Tensor value = new FusedResult(_layout, logProb, null).Value();
            Array.ForEach(made, Release);
            return scope is null ? value : value.MoveToOuterDisposeScope();
        }

        // Under a table every choice of the parent would have rows of its own, which is too much to be made unasked.
        if (_layout.HasTables || !_layout.CountAll(counts))
        {
            return AnalyticFunction.Of(new FusedResult(_layout, logProb, null), _logits).MoveToOuterDisposeScope();
        }

        Tensor both = AnalyticFunction.Of(new FusedResult(_layout, logProb, Entropy(counts)), _logits);
        _entropy?.Dispose();
        _entropy = both.select(0, 1).MoveToOuterDisposeScope();
        return both.select(0, 0).MoveToOuterDisposeScope();
    }

    public Tensor Entropy(Tensor[]? actions, Func<int, bool> counts)
    {
        if (_entropy is { IsInvalid: false } known && is_grad_enabled() && _layout.CountAll(counts))
        {
            // It is in the dispose scope of whoever asked for the log-probability.
            using (known)
            {
                return known.alias();
            }
        }

        using DisposeScope scope = NewDisposeScope();
        FusedEntropy entropy = Entropy(counts);
        FusedResult result = new(_layout, null, entropy);
        Tensor value = _isKept && is_grad_enabled() ? AnalyticFunction.Of(result, _logits) : result.Value();
        foreach (FusedRows rows in entropy.Rows)
        {
            Release(rows);
        }

        return value.MoveToOuterDisposeScope();
    }

    public Tensor KlDivergence(IChoices other, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToTree().KlDivergence(other, actions).MoveToOuterDisposeScope();
    }

    public Tensor Probs(int choice, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToTree().Probs(choice, actions).MoveToOuterDisposeScope();
    }

    public ChoiceTree ToTree() => _layout.Plain(_logits, _layout.Masks);

    public void Dispose()
    {
        if (_ownsTensors)
        {
            Array.ForEach(_logits, tensor => tensor.Dispose());
            Array.ForEach(_layout.Masks, tensor => tensor.Dispose());
        }

        foreach (FusedRows? rows in _roots)
        {
            rows?.Memory.Release();
        }

        _entropy?.Dispose();
    }

    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        if (_ownsTensors)
        {
            scope.MoveToOuter(_logits);
            scope.MoveToOuter(_layout.Masks);
        }

        foreach (FusedRows? rows in _roots)
        {
            rows?.Memory.MoveToOuterDisposeScope(scope);
        }
    }

    /// <summary>
    /// The logits and mask of a choice that depends on none, in the current dispose scope: as they were, and where no gradient is wanted,
    /// less the greatest of each row.
    /// </summary>
    public (Tensor Logits, Tensor? Mask) Standing(int choice)
    {
        FusedChoice description = _layout[choice];
        return _isKept
            ? (
                _logits[description.Source].narrow(-1, description.First, description.Columns),
                description.Mask?.narrow(-1, description.FirstFlag, description.Columns)
            )
            : _roots[choice]!.Standing([.. _layout.RowShape, description.Columns], description.Mask is not null);
    }

    /// <summary>The tensor, for as long as the choices need it.</summary>
    private static Tensor Owned(Tensor tensor) => tensor.is_contiguous() ? tensor.alias() : tensor.contiguous();

    private static bool AreContiguous(ReadOnlySpan<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            if (!tensor.is_contiguous())
            {
                return false;
            }
        }

        return true;
    }

    private Tensor[] Choose(Action<FusedRows, int, FusedWalk> choose)
    {
        FusedWalk walk = new(_layout);
        for (int choice = 0; choice < Count; choice++)
        {
            walk.Reach(choice);
            FusedRows rows = Made(walk, choice);
            walk.Open(choice);
            choose(rows, choice, walk);
            Release(rows);
        }

        return walk.Tensors();
    }

    private FusedEntropy Entropy(Func<int, bool> counts) =>
        new(
            _layout,
            (choice, rows, maskRows) => rows is null ? _roots[choice] ?? RowsOf(choice, null, null) : RowsOf(choice, rows, maskRows),
            counts
        );

    /// <summary>The rows in which a choice is made.</summary>
    private FusedRows Made(FusedWalk walk, int choice) => _roots[choice] ?? RowsOf(choice, walk.Rows[choice], walk.MaskRows[choice]);

    private FusedRows RowsOf(int choice, int[]? rows, int[]? maskRows) =>
        FusedRows.Of(_layout[choice], _logits, rows?.Length ?? _layout.Rows, rows, maskRows, _isKept);

    /// <summary>Gives back what no later call needs.</summary>
    private void Release(FusedRows rows)
    {
        if (Array.IndexOf(_roots, rows) < 0)
        {
            rows.Memory.Release();
        }
    }
}
