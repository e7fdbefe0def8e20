using Masking.Choices;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Distributions;

/// <summary>
/// One choice per row, in which the rows of a group choose different candidates: a row cannot choose what an earlier row of its group
/// chose. Entropy, divergence and probabilities are conditional on given actions.
/// </summary>
internal sealed class DistinctChoice : IMaskedChoice
{
    private readonly Tensor _logits;        // (rows, candidates)
    private readonly Tensor _legal;         // (rows, candidates) bool, without regard to earlier rows
    private readonly int[] _groups;
    private readonly double _temperature;

    /// <param name="logits"><c>(rows, candidates)</c>, floating point.</param>
    /// <param name="legal"><c>(rows, candidates)</c> bool: false everywhere in a row that chooses nothing.</param>
    /// <param name="groups">The group of each row, ascending.</param>
    /// <param name="temperature">The divisor of the logits.</param>
    public DistinctChoice(Tensor logits, Tensor legal, int[] groups, double temperature = 1)
    {
        _logits = logits.alias();
        _legal = legal.alias();
        _groups = groups;
        _temperature = temperature;
    }

    /// <inheritdoc/>
    public bool IsReleased => _legal.IsInvalid;

    /// <inheritdoc/>
    public IMaskedChoice Plain => this;

    /// <inheritdoc/>
    public Tensor Sample(RowUniforms uniforms, int firstLane) =>
        ChooseSequentially((distribution, rows) => distribution.Sample(uniforms.Select(rows), firstLane));

    /// <inheritdoc/>
    public Tensor Mode() => ChooseSequentially((distribution, _) => distribution.Mode());

    /// <inheritdoc/>
    public Tensor LogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Given(actions).LogProb(actions).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Probs(Tensor? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Given(actions!).Probs().alias().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor LogProbs(Tensor? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Given(actions!).LogProbs().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor CrossEntropy(Tensor target, Tensor? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Given(actions!).CrossEntropy(target).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public IMaskedChoice AtTemperature(double temperature) => new DistinctChoice(_logits, _legal, _groups, temperature);

    /// <inheritdoc/>
    public Tensor Entropy(Tensor? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Given(actions!).Entropy().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor KlDivergence(IMaskedChoice other, Tensor? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Given(actions!).KlDivergence(((DistinctChoice)other).Given(actions!)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        scope.MoveToOuter(_logits);
        scope.MoveToOuter(_legal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _logits.Dispose();
        _legal.Dispose();
    }

    /// <summary>The distributions of all rows at once, each given the actions of the earlier rows of its group.</summary>
    private IMaskedChoice Given(Tensor actions)
    {
        // The number of rows before each row that chose a candidate, less those of earlier groups.
        Tensor isChosen = Indices.Of(_legal.size(1), actions.device).eq(actions.unsqueeze(-1)).to(ScalarType.Int64);
        Tensor before = isChosen.cumsum(0).sub(isChosen);
        Tensor inGroup = before.sub(before.index_select(0, tensor(FirstRows(), device: actions.device)));
        return Choice(_logits, _legal.logical_and(inGroup.eq(Scalars.Zero)));
    }

    /// <summary>Chooses for the first row of every group, then for the second row of every group, and so on.</summary>
    /// <param name="choose">Chooses from the distributions of some rows and their indices.</param>
    private Tensor ChooseSequentially(Func<IMaskedChoice, int[], Tensor> choose)
    {
        using DisposeScope scope = NewDisposeScope();
        Device device = _legal.device;
        Tensor candidates = Indices.Of(_legal.size(1), device);
        Tensor isFree = ones([_groups.Length == 0 ? 0 : _groups[^1] + 1, _legal.size(1)], ScalarType.Bool, device);
        Tensor chosen = zeros([_groups.Length], ScalarType.Int64, device);
        foreach (int[] rows in RowsByTurn())
        {
            using DisposeScope turn = NewDisposeScope();
            Tensor index = tensor(Array.ConvertAll(rows, row => (long)row), device: device);
            Tensor group = tensor(Array.ConvertAll(rows, row => (long)_groups[row]), device: device);
            Tensor free = isFree.index_select(0, group);
            using IMaskedChoice distribution = Choice(
                _logits.detach().index_select(0, index), _legal.index_select(0, index).logical_and(free));
            Tensor choice = choose(distribution, rows);
            isFree.index_copy_(0, group, free.logical_and(candidates.ne(choice.unsqueeze(-1))));
            chosen.index_copy_(0, index, choice);
        }

        return chosen.MoveToOuterDisposeScope();
    }

    private IMaskedChoice Choice(Tensor logits, Tensor mask)
    {
        IMaskedChoice choice = Engine.Choice(logits, mask);
        return _temperature == 1 ? choice : choice.AtTemperature(_temperature);
    }

    /// <summary>For each row, the index of the first row of its group.</summary>
    private long[] FirstRows()
    {
        long[] first = new long[_groups.Length];
        for (int row = 1; row < first.Length; row++)
        {
            first[row] = _groups[row] == _groups[row - 1] ? first[row - 1] : row;
        }

        return first;
    }

    /// <summary>The first rows of all groups, the second rows of all groups, and so on.</summary>
    private IEnumerable<int[]> RowsByTurn()
    {
        long[] first = FirstRows();
        return Enumerable.Range(0, first.Length).GroupBy(row => row - first[row]).OrderBy(turn => turn.Key).Select(turn => turn.ToArray());
    }
}
