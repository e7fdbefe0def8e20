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
    private readonly FusedRows?[] _all;
    private readonly bool _isKept;

    /// <param name="rowShape">The shape of one number a row.</param>
    /// <param name="logits">The tensors of logits <c>(rows…, columns)</c>, float32 on the CPU.</param>
    /// <param name="choices">The choices, in the order in which they are made.</param>
    public FusedChoices(long[] rowShape, Tensor[] logits, FusedChoice[] choices)
    {
        using DisposeScope scope = NewDisposeScope();
        _logits = Array.ConvertAll(logits, tensor => tensor.is_contiguous() ? tensor.alias() : tensor.contiguous());
        _layout = new FusedLayout(rowShape, Array.ConvertAll(logits, tensor => tensor.shape), Array.ConvertAll(choices, Kept));
        _all = new FusedRows?[choices.Length];
        _isKept = is_grad_enabled() && Array.Exists(logits, tensor => tensor.requires_grad);
        MoveToOuterDisposeScope(scope);
    }

    /// <summary>One choice by itself. What its logits and mask are is read now, whatever becomes of them.</summary>
    public static FusedChoices One(long[] rowShape, Tensor logits, Tensor? mask, bool isFlags)
    {
        FusedChoices choices = new(rowShape, [logits], [new FusedChoice(0, 0, (int)logits.size(-1)) { IsFlags = isFlags, Mask = mask }]);
        choices.All(0);
        return choices;
    }

    public int Count => _layout.Count;

    public bool IsExact => true;

    /// <summary>Whether it can compute with such logits.</summary>
    public static bool Fits(Tensor logits) => logits.is_cpu() && logits.dtype == ScalarType.Float32;

    public Tensor[] Sample(RowUniforms uniforms, Func<int, int> firstLane)
    {
        Span<double> numbers = stackalloc double[128];
        FusedWalk walk = new(_layout);
        for (int choice = 0; choice < Count; choice++)
        {
            FusedRows rows = Reach(walk, choice);
            FusedRows drawn = uniforms.Temperature == 1 ? rows : rows.At(uniforms.Temperature);
            Span<double> ofRow = rows.Numbers <= numbers.Length ? numbers[..rows.Numbers] : new double[rows.Numbers];
            walk.Clear(choice);
            for (int i = 0; i < rows.Count; i++)
            {
                int row = walk.RowOf(choice, i);
                uniforms.Fill(row, firstLane(choice), ofRow);
                drawn.Draw(i, ofRow, walk.ActionOf(choice, row));
            }

            if (drawn != rows)
            {
                drawn.Release();
            }

            Release(choice, rows);
        }

        return walk.Tensors();
    }

    public Tensor[] Mode()
    {
        FusedWalk walk = new(_layout);
        for (int choice = 0; choice < Count; choice++)
        {
            FusedRows rows = Reach(walk, choice);
            walk.Clear(choice);
            for (int i = 0; i < rows.Count; i++)
            {
                rows.Greatest(i, walk.ActionOf(choice, walk.RowOf(choice, i)));
            }

            Release(choice, rows);
        }

        return walk.Tensors();
    }

    public Tensor LogProb(ReadOnlySpan<Tensor> actions, Func<int, bool> counts)
    {
        using DisposeScope scope = NewDisposeScope();
        FusedWalk walk = new(_layout);
        FusedRows[] made = new FusedRows[Count];
        for (int choice = 0; choice < Count; choice++)
        {
            made[choice] = Reach(walk, choice);
            walk.Take(choice, HostMemory.Read<long>(actions[choice]));
        }

        Tensor logProb = AnalyticFunction.Of(new FusedLogProb(_layout, walk, made, counts), _logits, _isKept);
        for (int choice = 0; choice < Count; choice++)
        {
            Release(choice, made[choice]);
        }

        return logProb.MoveToOuterDisposeScope();
    }

    public Tensor Entropy(Tensor[]? actions, Func<int, bool> counts)
    {
        using DisposeScope scope = NewDisposeScope();
        FusedEntropy entropy = new(_layout, (choice, rows, maskRows) => rows is null ? All(choice) : RowsOf(choice, rows, maskRows, isKept: true), counts);
        return AnalyticFunction.Of(entropy, _logits, _isKept).MoveToOuterDisposeScope();
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

        foreach (FusedRows? rows in _all)
        {
            rows?.Release();
        }
    }

    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        scope.MoveToOuter(_logits);
        scope.MoveToOuter(_layout.Masks);
    }

    /// <summary>Its mask lives as long as the choices do.</summary>
    private static FusedChoice Kept(FusedChoice choice) =>
        choice.Mask is null ? choice : choice with { Mask = choice.Mask.is_contiguous() ? choice.Mask.alias() : choice.Mask.contiguous() };

    /// <summary>The logits and mask of the one choice as they were; where no gradient is wanted, less the greatest of each row.</summary>
    public (Tensor Logits, Tensor? Mask) Standing() => _isKept ? (_logits[0], _layout[0].Mask) : All(0).Standing(_layout.Shapes[0], _layout[0].Mask is not null);

    /// <summary>The rows in which a choice is made, after all earlier choices.</summary>
    private FusedRows Reach(FusedWalk walk, int choice)
    {
        walk.Reach(choice);
        return walk.Rows[choice] is { } rows ? RowsOf(choice, rows, walk.MaskRows[choice], _isKept) : All(choice);
    }

    private FusedRows All(int choice) => _all[choice] ??= RowsOf(choice, null, null, _isKept);

    private FusedRows RowsOf(int choice, int[]? rows, int[]? maskRows, bool isKept) =>
        FusedRows.Of(_layout[choice], _logits, rows?.Length ?? _layout.Rows, rows, maskRows, isKept);

    /// <summary>Gives back what no later call needs.</summary>
    private void Release(int choice, FusedRows rows)
    {
        if (_all[choice] != rows)
        {
            rows.Release();
        }
    }
}
