using Masking.Choices;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Fused;

/// <summary>
/// The fused engine: masks, draws, log-probabilities and exact entropies of all choices in one managed pass over the logits, without
/// tensor operations in between. It computes float32 logits on the CPU, for choices with one parent at most; the reference engine
/// <see cref="ChoiceTree"/> defines the results.
/// </summary>
internal sealed class FusedChoices : IChoices
{
    private readonly Tensor[] _logits;
    private readonly FusedLayout _layout;
    private readonly FusedRows?[] _roots;       // null for choices with a parent
    private readonly bool _isKept;              // a backward pass may follow
    private readonly bool _ownsTensors;         // of logits and masks; otherwise they are read only in the constructor

    // Cached entropy. It is computed together with the log-probability so that both share one backward pass, and is returned once.
    private Tensor? _entropy;

    /// <summary>Masks the logits. Those of root choices are read now, so that later changes of the tensors have no effect.</summary>
    /// <param name="rowShape">The shape of one number per row.</param>
    /// <param name="logits">The tensors of logits <c>(rows…, columns)</c>, float32 on the CPU.</param>
    /// <param name="choices">The choices, each after its parent.</param>
    public FusedChoices(long[] rowShape, Tensor[] logits, params FusedChoice[] choices)
        : this(
            rowShape,
            Array.ConvertAll(logits, Owned),
            WithOwnMasks(choices),
            ownsTensors: true)
    {
    }

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

    /// <summary>Choices of which none depends on another, side by side in one tensor of logits.</summary>
    /// <remarks>Without a gradient only the masked rows are kept, and not the tensors.</remarks>
    /// <param name="rowShape">The shape of one number per row.</param>
    /// <param name="logits"><c>(rows…, columns)</c>, float32 on the CPU.</param>
    /// <param name="mask">The mask of all columns; null allows every choice.</param>
    /// <param name="captures">Whether tensors that a backward pass needs are copied, because others may write to them.</param>
    /// <param name="choices">The choices, without masks. Their columns in the mask are those in the logits.</param>
    public static FusedChoices Independent(long[] rowShape, Tensor logits, Tensor? mask, bool captures, params FusedChoice[] choices)
    {
        FusedChoice[] Masked(Tensor? mask) => Array.ConvertAll(choices, choice => choice with { Mask = mask, FirstFlag = choice.First });
        if (logits.requires_grad && is_grad_enabled())
        {
            Func<Tensor, Tensor> own = captures ? Copy : Owned;
            return new FusedChoices(rowShape, [own(logits)], Masked(mask is null ? null : own(mask)), ownsTensors: true);
        }

        if (logits.is_contiguous() && mask?.is_contiguous() != false)
        {
            return new FusedChoices(rowShape, [logits], Masked(mask), ownsTensors: false);
        }

        using DisposeScope scope = NewDisposeScope();
        return new FusedChoices(rowShape, [logits.contiguous()], Masked(mask?.contiguous()), ownsTensors: false);
    }

    public int Count => _layout.Count;

    public bool IsExact => true;

    public bool IsReleased => false;

    /// <summary>Whether results have a gradient while gradients are enabled.</summary>
    public bool HasGradient => _isKept;

    public bool NeedsScope => false;

    public Tensor[] Sample(RowUniforms uniforms, Func<int, int> firstLane) =>
        Choose((rows, choice, walk) => rows.Draw(uniforms, firstLane(choice), walk.Rows[choice], walk.Actions[choice]));

    public Tensor[] Mode() => Choose((rows, choice, walk) => rows.Mode(walk.Rows[choice], walk.Actions[choice]));

    public Tensor LogProb(ReadOnlySpan<Tensor> actions, Func<int, bool> counts)
    {
        bool hasGradient = _isKept && is_grad_enabled();
        using DisposeScope? scope = hasGradient || !AreContiguous(actions) ? NewDisposeScope() : null;
        FusedWalk walk = new(_layout);
        FusedRows[] active = new FusedRows[Count];
        for (int choice = 0; choice < Count; choice++)
        {
            walk.SelectRows(choice);
            active[choice] = ActiveRows(walk, choice);
            walk.SetActions(choice, actions[choice], hasGradient);
        }

        FusedLogProb logProb = new(_layout, walk, active, counts);
        if (!hasGradient)
        {
            Tensor value = new FusedResult(_layout, logProb, null).Values()[0];
            Array.ForEach(active, Release);
            return scope is null ? value : value.MoveToOuterDisposeScope();
        }

        // With a table the entropy needs rows for every choice of the parent, which is too much work to do in advance.
        if (_layout.HasTables || !_layout.CountAll(counts))
        {
            return AnalyticFunction.Of(new FusedResult(_layout, logProb, null), _logits)[0].MoveToOuterDisposeScope();
        }

        List<Tensor> both = AnalyticFunction.Of(new FusedResult(_layout, logProb, Entropy(counts)), _logits);
        _entropy?.Dispose();
        _entropy = both[1].MoveToOuterDisposeScope();
        return both[0].MoveToOuterDisposeScope();
    }

    public Tensor Entropy(Tensor[]? actions, Func<int, bool> counts)
    {
        if (_entropy is { IsInvalid: false } known && is_grad_enabled() && _layout.CountAll(counts))
        {
            // It is in the dispose scope of the caller of LogProb, and moves to that of this caller.
            _entropy = null;
            using DisposeScope ofCaller = NewDisposeScope();
            ofCaller.Attach(known);
            return known.MoveToOuterDisposeScope();
        }

        using DisposeScope scope = NewDisposeScope();
        FusedEntropy entropy = Entropy(counts);
        FusedResult result = new(_layout, null, entropy);
        Tensor value = _isKept && is_grad_enabled() ? AnalyticFunction.Of(result, _logits)[0] : result.Values()[0];
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

    public Tensor LogProbs(int choice, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToTree().LogProbs(choice, actions).MoveToOuterDisposeScope();
    }

    public Tensor CrossEntropy(int choice, Tensor target, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToTree().CrossEntropy(choice, target, actions).MoveToOuterDisposeScope();
    }

    public IChoices AtTemperature(double temperature)
    {
        using DisposeScope scope = NewDisposeScope();
        IChoices tempered = ToTree().AtTemperature(temperature);
        tempered.MoveToOuterDisposeScope(scope);
        return tempered;
    }

    public ChoiceTree ToTree()
    {
        if (_ownsTensors)
        {
            return _layout.ToTree(_logits);
        }

        using DisposeScope scope = NewDisposeScope();
        (Tensor Logits, Tensor? Mask)[] rows = [.. Enumerable.Range(0, Count).Select(LogitsAndMask)];
        ChoiceTree tree = ChoiceTree.Plain(
            [.. rows.Select((row, choice) => new Choice(row.Logits, row.Mask)
            {
                IsFlags = _layout[choice].IsFlags,
                Number = _layout[choice].Number,
            })]);
        tree.MoveToOuterDisposeScope(scope);
        return tree;
    }

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
    /// The logits and the mask of a root choice, in the current dispose scope. Without a gradient the greatest logit of each row is
    /// subtracted, which does not change the distribution.
    /// </summary>
    public (Tensor Logits, Tensor? Mask) LogitsAndMask(int choice)
    {
        FusedChoice description = _layout[choice];
        return _isKept
            ? (
                _logits[description.Source].narrow(-1, description.First, description.Columns),
                description.Mask?.narrow(-1, description.FirstFlag, description.Columns)
            )
            : _roots[choice]!.LogitsAndMask([.. _layout.RowShape, description.Columns], description.Mask is not null);
    }

    /// <summary>An alias of a contiguous tensor, or a contiguous copy.</summary>
    private static Tensor Owned(Tensor tensor) => tensor.is_contiguous() ? tensor.alias() : tensor.contiguous();

    /// <summary>A contiguous copy.</summary>
    private static Tensor Copy(Tensor tensor) => tensor.is_contiguous() ? tensor.clone() : tensor.contiguous();

    /// <summary>Gives each mask of the choices its own lifetime. Several choices may share one.</summary>
    private static FusedChoice[] WithOwnMasks(FusedChoice[] choices)
    {
        FusedChoice[] result = new FusedChoice[choices.Length];
        for (int choice = 0; choice < choices.Length; choice++)
        {
            Tensor? mask = choices[choice].Mask;
            int first = 0;
            while (!ReferenceEquals(choices[first].Mask, mask))
            {
                first++;
            }

            result[choice] = mask is null ? choices[choice]
                : choices[choice] with { Mask = first < choice ? result[first].Mask : Owned(mask) };
        }

        return result;
    }

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
            walk.SelectRows(choice);
            FusedRows rows = ActiveRows(walk, choice);
            walk.AllocateActions(choice);
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

    /// <summary>The rows in which a choice is active.</summary>
    private FusedRows ActiveRows(FusedWalk walk, int choice) => _roots[choice] ?? RowsOf(choice, walk.Rows[choice], walk.MaskRows[choice]);

    private FusedRows RowsOf(int choice, int[]? rows, int[]? maskRows) =>
        FusedRows.Of(_layout[choice], _logits, rows?.Length ?? _layout.Rows, rows, maskRows, _isKept);

    /// <summary>Releases rows that no later call reads: those of choices with a parent.</summary>
    private void Release(FusedRows rows)
    {
        if (Array.IndexOf(_roots, rows) < 0)
        {
            rows.Memory.Release();
        }
    }
}
