using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Choices in host memory: masks, draws, log-probabilities and exact entropies of all of them in one pass over the logits, without an operation of the tensor library between.
/// For float32 on the CPU, where each choice depends on one earlier choice at most; <see cref="ChoiceTree"/> means the same for everything.
/// </summary>
internal sealed class FusedChoices : IChoices
{
    private readonly Tensor[] _logits;
    private readonly FusedLayout _layout;
    private readonly FusedRows?[] _roots;       // of choices that depend on none
    private readonly bool _isKept;

    // Of all choices, made along with their log-probability where both have a gradient, because one pass back then serves both; it is taken once.
    private Tensor? _entropy;

    /// <param name="rowShape">The shape of one number a row.</param>
    /// <param name="logits">The tensors of logits <c>(rows…, columns)</c>, float32 on the CPU.</param>
    /// <param name="choices">The choices, in the order in which they are made. What logits and masks of those that depend on none are is read now, whatever becomes of them.</param>
    public FusedChoices(long[] rowShape, Tensor[] logits, params FusedChoice[] choices)
    {
        _logits = Array.ConvertAll(logits, tensor => tensor.is_contiguous() ? tensor.alias() : tensor.contiguous());
        _layout = new FusedLayout(rowShape, Array.ConvertAll(logits, SizeExtensions.Size), Array.ConvertAll(choices, Kept));
        _isKept = is_grad_enabled() && Array.Exists(logits, tensor => tensor.requires_grad);
        _roots = new FusedRows?[choices.Length];
        for (int choice = 0; choice < choices.Length; choice++)
        {
            _roots[choice] = choices[choice].Parent is null ? RowsOf(choice, null, null) : null;
        }
    }

    /// <summary>One choice by itself.</summary>
    public static FusedChoices One(long[] rowShape, Tensor logits, Tensor? mask, bool isFlags) =>
        new(rowShape, [logits], new FusedChoice(0, 0, (int)logits.size(-1)) { IsFlags = isFlags, Mask = mask });

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
            Release(made);
            return scope is null ? value : value.MoveToOuterDisposeScope();
        }

        // Under a table every choice of the parent would have rows of its own, which is too much to be made unasked.
        if (_layout.HasTables || !CountAll(counts))
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
        if (_entropy is { IsInvalid: false } known && is_grad_enabled() && CountAll(counts))
        {
            _entropy = null;
            return known;
        }

        using DisposeScope scope = NewDisposeScope();
        FusedEntropy entropy = Entropy(counts);
        FusedResult result = new(_layout, null, entropy);
        Tensor value = _isKept && is_grad_enabled() ? AnalyticFunction.Of(result, _logits) : result.Value();
        Release(entropy.Rows);
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
        foreach (Tensor tensor in _logits)
        {
            tensor.Dispose();
        }

        foreach (Tensor tensor in _layout.Masks)
        {
            tensor.Dispose();
        }

        foreach (FusedRows? rows in _roots)
        {
            rows?.Memory.Release();
        }

        _entropy?.Dispose();
    }

    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        scope.MoveToOuter(_logits);
        scope.MoveToOuter(_layout.Masks);
        foreach (FusedRows? rows in _roots)
        {
            rows?.Memory.MoveToOuterDisposeScope(scope);
        }
    }

    /// <summary>The logits and mask of a choice that depends on none as they were; where no gradient is wanted, less the greatest of each row.</summary>
    /// <param name="choice">The choice, which has a tensor of logits of its own.</param>
    public (Tensor Logits, Tensor? Mask) Standing(int choice) => _isKept
        ? (_logits[_layout[choice].Source], _layout[choice].Mask)
        : _roots[choice]!.Standing([.. _layout.RowShape, _layout[choice].Columns], _layout[choice].Mask is not null);

    /// <summary>Its mask lives as long as the choices do.</summary>
    private static FusedChoice Kept(FusedChoice choice) =>
        choice.Mask is null ? choice : choice with { Mask = choice.Mask.is_contiguous() ? choice.Mask.alias() : choice.Mask.contiguous() };

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

    private bool CountAll(Func<int, bool> counts)
    {
        for (int choice = 0; choice < Count; choice++)
        {
            if (!counts(choice))
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
            Release([rows]);
        }

        return walk.Tensors();
    }

    private FusedEntropy Entropy(Func<int, bool> counts) =>
        new(_layout, (choice, rows, maskRows) => rows is null ? _roots[choice] ?? RowsOf(choice, null, null) : RowsOf(choice, rows, maskRows), counts);

    /// <summary>The rows in which a choice is made.</summary>
    private FusedRows Made(FusedWalk walk, int choice) => _roots[choice] ?? RowsOf(choice, walk.Rows[choice], walk.MaskRows[choice]);

    private FusedRows RowsOf(int choice, int[]? rows, int[]? maskRows) =>
        FusedRows.Of(_layout[choice], _logits, rows?.Length ?? _layout.Rows, rows, maskRows, _isKept);

    /// <summary>Gives back what no later call needs.</summary>
    private void Release(IEnumerable<FusedRows> made)
    {
        foreach (FusedRows rows in made)
        {
            if (!_roots.Contains(rows))
            {
                rows.Memory.Release();
            }
        }
    }
}
