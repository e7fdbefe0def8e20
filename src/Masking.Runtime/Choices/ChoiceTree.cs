using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// The reference implementation of several dependent choices per row, in tensor operations. The choices are listed in an order in which
/// each comes after its parents: a gate decides whether a choice is active, tables select the row of its mask, and its logits may
/// depend on earlier choices.
/// </summary>
/// <remarks>
/// <para>With parent P, values S and child C, <c>log π = log P(a) + [a ∈ S] log C(b | a)</c>. Entropy and divergence are exact: with W the
/// joint probability of the parents' choices, <c>H = Σ_C Σ_w W(w) H(C | w)</c>, and the divergence follows from its chain rule.</para>
/// <para>For a choice whose logits depend on earlier choices, and for its descendants, entropy and divergence are conditional on the
/// given actions: an unbiased estimate.</para>
/// <para>An inactive choice, and one without a legal choice, is "no action" (-1) and contributes 0.</para>
/// </remarks>
internal sealed class ChoiceTree : IChoices
{
    private readonly Func<Choice, Tensor, Tensor?, IMaskedChoice> _distributionOf;
    private readonly Choice[] _choices;

    // One distribution (rows, choices), or with tables (rows, combinations of the parents' choices, choices); null for a choice whose
    // logits depend on earlier choices.
    private readonly IMaskedChoice?[] _distributions;
    private readonly bool[] _isExact;

    /// <param name="distributionOf">
    /// Creates the distribution of a choice from logits <c>(…, choices)</c> and a mask of the same shape, or null.
    /// </param>
    /// <param name="choices">The choices, each after its parents.</param>
    public ChoiceTree(Func<Choice, Tensor, Tensor?, IMaskedChoice> distributionOf, params Choice[] choices)
    {
        using DisposeScope scope = NewDisposeScope();
        _distributionOf = distributionOf;
        _choices = [.. choices.Select(choice => WithRows(choice, choices))];
        _distributions = [.. _choices.Select(Distribution)];
        _isExact = new bool[choices.Length];
        for (int i = 0; i < choices.Length; i++)
        {
            _isExact[i] = _distributions[i] is not null && ParentsOf(i).All(parent => _isExact[parent]);
        }

        MoveToOuterDisposeScope(scope);
    }

    /// <summary>A tree of the same choices, whose distributions are changed.</summary>
    private ChoiceTree(ChoiceTree original, Func<IMaskedChoice, IMaskedChoice> change)
    {
        using DisposeScope scope = NewDisposeScope();
        _distributionOf = (choice, logits, mask) => change(original._distributionOf(choice, logits, mask));
        _choices = [.. original._choices.Select(choice => choice with
        {
            Logits = choice.Tables.Length > 0 ? choice.Logits?.alias() : choice.Logits,
            Mask = choice.Tables.Length > 0 && choice.Logits is not null ? choice.Mask!.alias() : choice.Mask,
            Conditional = choice.Conditional is { } conditional ? (walk, mask) => change(conditional(walk, mask)) : null,
        })];
        _distributions = Array.ConvertAll(original._distributions, distribution => distribution is null ? null : change(distribution));
        _isExact = original._isExact;
        MoveToOuterDisposeScope(scope);
    }

    /// <summary>A tree of which every distribution is computed in tensor operations.</summary>
    /// <param name="choices">The choices, each after its parents.</param>
    public static ChoiceTree Plain(params Choice[] choices) =>
        new((choice, logits, mask) => PlainChoice.Of(logits, mask, choice.IsFlags, choice.Number), choices);

    public int Count => _choices.Length;

    public bool IsReleased => Array.Exists(_distributions, distribution => distribution is { IsReleased: true });

    public bool NeedsScope => true;

    public bool IsExact => _isExact.All(exact => exact);

    public Tensor[] Sample(RowUniforms uniforms, Func<int, int> firstLane) =>
        Choose((choice, distribution) => distribution.Sample(uniforms, firstLane(choice)));

    public Tensor[] Mode() => Choose((_, distribution) => distribution.Mode());

    public Tensor LogProb(ReadOnlySpan<Tensor> actions, Func<int, bool> counts)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> logProbs = [];
        ChoiceWalk walk = Replay(actions);
        for (int i = 0; i < Count; i++)
        {
            if (counts(i))
            {
                logProbs.Add(ZeroWhereInactive(DistributionOf(i, walk).LogProb(walk.Actions[i]), walk.Active[i]));
            }
        }

        return logProbs.Total().MoveToOuterDisposeScope();
    }

    public Tensor Entropy(Tensor[]? actions, Func<int, bool> counts)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] terms = Expectation(i => _distributions[i]!.Entropy());
        FillAlong(terms, actions, (i, walk) => DistributionOf(i, walk).Entropy(walk.Actions[i]));
        return terms.Where((_, choice) => counts(choice)).Total().MoveToOuterDisposeScope();
    }

    public Tensor KlDivergence(IChoices other, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        ChoiceTree theirs = other.ToTree();
        Tensor[] terms = Expectation(i => _distributions[i]!.KlDivergence(theirs._distributions[i]!));
        ChoiceWalk? there = IsExact ? null : theirs.Replay(actions);
        FillAlong(terms, actions, (i, walk) => DistributionOf(i, walk).KlDivergence(theirs.DistributionOf(i, there!), walk.Actions[i]));
        return terms.Total().MoveToOuterDisposeScope();
    }

    public Tensor Probs(int choice, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        (IMaskedChoice distribution, Tensor? ofChoice) = Given(choice, actions);
        return distribution.Probs(ofChoice).alias().MoveToOuterDisposeScope();
    }

    public Tensor LogProbs(int choice, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        (IMaskedChoice distribution, Tensor? ofChoice) = Given(choice, actions);
        return distribution.LogProbs(ofChoice).MoveToOuterDisposeScope();
    }

    public Tensor CrossEntropy(int choice, Tensor target, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        (IMaskedChoice distribution, Tensor? ofChoice) = Given(choice, actions);
        Tensor crossEntropy = distribution.CrossEntropy(target, ofChoice);
        bool hasRows = _distributions[choice] is not null && _choices[choice].Tables.Length > 0;
        return (hasRows ? crossEntropy.sum(1) : crossEntropy).MoveToOuterDisposeScope();
    }

    public IChoices AtTemperature(double temperature) => new ChoiceTree(this, distribution => distribution.AtTemperature(temperature));

    public ChoiceTree ToTree() => this;

    public void Dispose()
    {
        foreach (IMaskedChoice? distribution in _distributions)
        {
            distribution?.Dispose();
        }

        foreach (Tensor tensor in Tables)
        {
            tensor.Dispose();
        }
    }

    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        foreach (IMaskedChoice? distribution in _distributions)
        {
            distribution?.MoveToOuterDisposeScope(scope);
        }

        scope.MoveToOuter(Tables);
    }

    /// <summary>The probabilities of a choice whose logits depend on no earlier choice.</summary>
    internal Tensor ExactProbs(int choice) => _distributions[choice]!.Probs();

    /// <summary>The choices that gate a choice or select the row of its mask.</summary>
    internal IEnumerable<int> ParentsOf(int choice) =>
        new[] { _choices[choice].Gate?.Parent }.OfType<int>().Concat(_choices[choice].Tables).Distinct();

    /// <summary>The description of a choice.</summary>
    internal Choice Description(int choice) => _choices[choice];

    /// <summary>The logits and masks of choices with tables, from which rows are selected at every call.</summary>
    private IEnumerable<Tensor> Tables =>
        _choices
            .Where(choice => choice.Tables.Length > 0 && choice.Logits is not null)
            .SelectMany(choice => new[] { choice.Logits!, choice.Mask! });

    /// <summary>Expands the mask of a choice with tables to one row for every combination of the choices of these parents.</summary>
    private static Choice WithRows(Choice choice, Choice[] all)
    {
        if (choice is not { Tables: { Length: > 0 } tables, Logits: { } logits })
        {
            return choice;
        }

        long[] shape = [logits.size(0), tables.Aggregate(1L, (rows, table) => rows * all[table].Columns), choice.Columns];
        Tensor mask = choice.Mask ?? choice.Number?.DeclaredRange(logits.device) ?? ones([1, 1, 1], ScalarType.Bool, logits.device);
        return choice with { Logits = logits.alias(), Mask = (mask.dim() == 3 ? mask : mask.unsqueeze(1)).expand(shape) };
    }

    private IMaskedChoice? Distribution(Choice choice) => choice switch
    {
        { Logits: null } => null,
        { Tables.Length: 0 } => _distributionOf(choice, choice.Logits, choice.Mask),
        _ => _distributionOf(choice, choice.Logits.unsqueeze(1).expand(choice.Mask!.shape), choice.Mask),
    };

    /// <summary>
    /// The distribution of a choice, for every choice of the parents that select the row of its mask. If its logits depend on earlier
    /// choices, it is conditional on the given actions, and its own action is returned.
    /// </summary>
    private (IMaskedChoice Distribution, Tensor? Action) Given(int choice, Tensor[]? actions)
    {
        if (_distributions[choice] is { } distribution)
        {
            return (distribution, null);
        }

        ChoiceWalk walk = Replay(actions);
        return (DistributionOf(choice, walk), walk.Actions[choice]);
    }

    private Tensor[] Choose(Func<int, IMaskedChoice, Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        ChoiceWalk walk = new(Count);
        for (int i = 0; i < Count; i++)
        {
            walk.Active[i] = ActiveRows(i, walk);
            walk.Actions[i] = Chosen(draw(i, DistributionOf(i, walk)), walk.Active[i]);
        }

        scope.MoveToOuter(walk.Actions);
        return walk.Actions;
    }

    /// <summary>
    /// Replays the given actions. An action is ignored where its choice is inactive, so that choices conditioned on it see "no action".
    /// </summary>
    private ChoiceWalk Replay(ReadOnlySpan<Tensor> actions)
    {
        ChoiceWalk walk = new(Count);
        for (int i = 0; i < Count; i++)
        {
            walk.Active[i] = ActiveRows(i, walk);
            walk.Actions[i] = Chosen(actions[i], walk.Active[i]);
        }

        return walk;
    }

    private static Tensor Chosen(Tensor action, Tensor? active) =>
        active is null ? action : where(action.dim() > 1 ? active.unsqueeze(-1) : active, action, full_like(action, NoAction(action)));

    private static Scalar NoAction(Tensor action) => action.is_floating_point() ? Scalars.NaN : Scalars.MinusOne;

    /// <summary>The rows <c>(rows)</c> bool in which a choice is active; null: all.</summary>
    private Tensor? ActiveRows(int choice, ChoiceWalk walk)
    {
        Tensor? active = null;
        if (_choices[choice].Gate is { } gate)
        {
            Tensor holds = tensor(gate.Values, device: walk.Actions[gate.Parent].device);
            Tensor chosen = walk.Actions[gate.Parent].clamp_min(Scalars.Zero);
            active = ChoiceWalk.And(walk.HasAction(gate.Parent), holds.index_select(0, chosen));
        }

        return _choices[choice].Tables.Aggregate(active, (rows, table) => ChoiceWalk.And(rows, walk.HasAction(table)));
    }

    /// <summary>The distribution of a choice, given the earlier choices.</summary>
    private IMaskedChoice DistributionOf(int choice, ChoiceWalk walk)
    {
        Choice description = _choices[choice];
        Tensor? mask = description.Mask;
        if (description.Tables.Length > 0)
        {
            mask = mask is null ? null : SelectedRow(mask, MaskRow(description.Tables, walk), walk.Active[choice]!);
        }
        else if (_distributions[choice] is { } distribution)
        {
            return distribution;
        }

        return description.Conditional is { } conditional
            ? conditional(walk, mask)
            : _distributionOf(description, description.Logits!, mask);
    }

    /// <summary>
    /// The index <c>(rows)</c> of the row of a mask that the choices of several parents select; -1 for no action counts as 0.
    /// </summary>
    private Tensor MaskRow(int[] tables, ChoiceWalk walk)
    {
        Tensor row = walk.Actions[tables[0]].clamp_min(Scalars.Zero);
        foreach (int table in tables.AsSpan(1))
        {
            Tensor choices = tensor(_choices[table].Columns, device: row.device);
            row = row.mul(choices).add(walk.Actions[table].clamp_min(Scalars.Zero), Scalars.One);
        }

        return row;
    }

    /// <summary>
    /// Selects the row of a mask <c>(rows, combinations of the parents' choices, choices)</c>. Nothing is legal where the choice is
    /// inactive.
    /// </summary>
    private static Tensor SelectedRow(Tensor mask, Tensor row, Tensor active)
    {
        if (mask.size(1) == 0)
        {
            // A parent has no choices, so no row can be selected.
            return full([mask.size(0), mask.size(2)], NothingLegal(mask), mask.dtype, mask.device);
        }

        Tensor index = row.reshape(-1, 1, 1).expand(-1, 1, mask.size(2));
        Tensor selected = mask.gather(1, index).squeeze(1);
        return where(active.unsqueeze(-1), selected, full_like(selected, NothingLegal(mask)));
    }

    /// <summary>The element of a mask that allows nothing: false, and for the ends of an interval NaN.</summary>
    private static Scalar NothingLegal(Tensor mask) => mask.is_floating_point() ? Scalars.NaN : Scalars.Zero;

    private static Tensor ZeroWhereInactive(Tensor perRow, Tensor? active) =>
        active is null ? perRow : where(active, perRow, zeros_like(perRow));

    /// <summary>Computes the terms that are not exact, conditional on the given actions.</summary>
    private void FillAlong(Tensor[] terms, Tensor[]? actions, Func<int, ChoiceWalk, Tensor> quantity)
    {
        if (IsExact)
        {
            return;
        }

        ChoiceWalk walk = Replay(actions);
        for (int i = 0; i < Count; i++)
        {
            if (!_isExact[i])
            {
                terms[i] = ZeroWhereInactive(quantity(i, walk), walk.Active[i]);
            }
        }
    }

    /// <summary>
    /// The expectation of a quantity <c>(rows)</c> or <c>(rows, combinations of the parents' choices)</c> of each exact choice: the
    /// quantity times the probability that the choice is active.
    /// </summary>
    private Tensor[] Expectation(Func<int, Tensor> quantity)
    {
        Tensor[] terms = new Tensor[Count];
        for (int i = 0; i < Count; i++)
        {
            if (!_isExact[i])
            {
                continue;
            }

            terms[i] = quantity(i);
            if (Weight(i) is { } weight)
            {
                // Terms with probability 0 are excluded before they are multiplied, because 0 · ∞ would be NaN, in the gradient too.
                Tensor term = terms[i].dim() < weight.dim() ? terms[i].unsqueeze(-1) : terms[i];
                Tensor isPossible = weight.detach().gt(Scalars.Zero);
                Tensor nothing = zeros_like(weight);
                Tensor weighed = where(isPossible, weight, nothing).mul(where(isPossible, term, nothing));
                terms[i] = weighed.dim() > 1 ? weighed.sum(1) : weighed;
            }
        }

        return terms;
    }

    /// <summary>
    /// The probability that a choice is active: <c>(rows)</c>; with tables, jointly with each combination of the choices of these parents,
    /// <c>(rows, combinations)</c>; null for a choice that is always active.
    /// </summary>
    private Tensor? Weight(int choice)
    {
        (Gate? gate, int[] tables) = (_choices[choice].Gate, _choices[choice].Tables);
        int[] parents = [.. ParentsOf(choice).Order()];
        if (parents.Length == 0)
        {
            return null;
        }

        // One axis for each parent, in the order of the tree.
        Tensor joint = JointProbability.Of(this, parents);
        if (gate is not null)
        {
            long[] shape = [1, .. parents.Select(parent => parent == gate.Parent ? -1L : 1L)];
            joint = joint.mul(tensor(gate.Values, device: joint.device).to(joint.dtype).reshape(shape));
            if (!tables.Contains(gate.Parent))
            {
                joint = joint.sum(1 + Array.IndexOf(parents, gate.Parent));
                parents = [.. parents.Where(parent => parent != gate.Parent)];
            }
        }

        return tables.Length < 2 ? joint : joint.permute([0, .. tables.Select(table => 1L + Array.IndexOf(parents, table))]).flatten(1);
    }
}
