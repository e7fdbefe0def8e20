using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// Several choices per row, in an order in which some depend on earlier ones: a gate says whether a choice is made at all, a table
/// selects the row of its mask, and the logits themselves may follow from what was chosen before.
/// </summary>
/// <remarks>
/// <para>With parent P, values S and child C, <c>log π = log P(a) + [a ∈ S] log C(b | a)</c>. Entropy and divergence are exact: with W the
/// joint probability of what a choice depends on, <c>H = Σ_C Σ_w W(w) H(C | w)</c>, and likewise for the divergence by its chain
/// rule.</para>
/// <para>Of a choice whose logits follow from what was chosen, and of all that depends on it, entropy and divergence are those along given
/// actions: an unbiased estimate.</para>
/// <para>A choice that is not made, or has nothing legal under what it depends on, is "no action" (-1) and counts nothing.</para>
/// </remarks>
internal sealed class ChoiceTree : IChoices
{
    private readonly Choice[] _choices;
    private readonly IMaskedChoice?[] _given;   // (rows, choices), or for a table (rows, parent's choices, choices); null along actions
    private readonly bool[] _isExact;

    public ChoiceTree(params Choice[] choices)
    {
        using DisposeScope scope = NewDisposeScope();
        _choices = [.. choices.Select(choice => WithRows(choice, choices))];
        _given = [.. _choices.Select(Given)];
        _isExact = new bool[choices.Length];
        for (int i = 0; i < choices.Length; i++)
        {
            _isExact[i] = _given[i] is not null && ParentsOf(i).All(parent => _isExact[parent]);
        }

        MoveToOuterDisposeScope(scope);
    }

    public int Count => _choices.Length;

    public bool IsExact => _isExact.All(exact => exact);

    public Tensor[] Sample(RowUniforms uniforms, Func<int, int> firstLane) =>
        Choose((choice, distribution) => distribution.Draw(uniforms, firstLane(choice)));

    public Tensor[] Mode() => Choose((_, distribution) => distribution.Mode());

    public Tensor LogProb(ReadOnlySpan<Tensor> actions, Func<int, bool> counts)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> logProbs = [];
        ChoiceWalk walk = Along(actions);
        for (int i = 0; i < Count; i++)
        {
            if (counts(i))
            {
                logProbs.Add(Counted(Under(i, walk).LogProbOfChecked(walk.Actions[i]), walk.Made[i]));
            }
        }

        return logProbs.Total().MoveToOuterDisposeScope();
    }

    public Tensor Entropy(Tensor[]? actions, Func<int, bool> counts)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] terms = Expectation(i => _given[i]!.EntropyAlong(null));
        FillAlong(terms, actions, (i, walk) => Under(i, walk).EntropyAlong(walk.Actions[i]));
        return terms.Where((_, choice) => counts(choice)).Total().MoveToOuterDisposeScope();
    }

    public Tensor KlDivergence(IChoices other, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        ChoiceTree theirs = other.ToTree();
        Tensor[] terms = Expectation(i => _given[i]!.KlDivergenceAlong(theirs._given[i]!, null));
        ChoiceWalk? there = IsExact ? null : theirs.Along(actions);
        FillAlong(terms, actions, (i, walk) => Under(i, walk).KlDivergenceAlong(theirs.Under(i, there!), walk.Actions[i]));
        return terms.Total().MoveToOuterDisposeScope();
    }

    public Tensor Probs(int choice, Tensor[]? actions)
    {
        using DisposeScope scope = NewDisposeScope();
        if (_given[choice] is { } given)
        {
            return given.ProbsAlong(null).alias().MoveToOuterDisposeScope();
        }

        ChoiceWalk walk = Along(actions);
        return Under(choice, walk).ProbsAlong(walk.Actions[choice]).alias().MoveToOuterDisposeScope();
    }

    public ChoiceTree ToTree() => this;

    public void Dispose()
    {
        foreach (IMaskedChoice? distribution in _given)
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
        foreach (IMaskedChoice? distribution in _given)
        {
            distribution?.MoveToOuterDisposeScope(scope);
        }

        scope.MoveToOuter(Tables);
    }

    /// <summary>The probabilities of a choice that follows from no actions.</summary>
    internal Tensor ExactProbs(int choice) => _given[choice]!.ProbsAlong(null);

    /// <summary>What a choice depends on directly.</summary>
    internal IEnumerable<int> ParentsOf(int choice) =>
        new[] { _choices[choice].Gate?.Parent, _choices[choice].Table }.OfType<int>().Distinct();

    /// <summary>The gate of a choice, and its table's parent.</summary>
    internal Choice Description(int choice) => _choices[choice];

    /// <summary>The logits and masks of choices with a table, of which rows are still to be selected.</summary>
    private IEnumerable<Tensor> Tables =>
        _choices
            .Where(choice => choice.Table is not null && choice.Logits is not null)
            .SelectMany(choice => new[] { choice.Logits!, choice.Mask! });

    /// <summary>A choice with a table has a row of its mask for every choice of its parent, also where they are all alike.</summary>
    private static Choice WithRows(Choice choice, Choice[] all)
    {
        if (choice is not { Table: { } table, Logits: { } logits })
        {
            return choice;
        }

        long[] shape = [logits.size(0), all[table].Columns, choice.Columns];
        Tensor mask = choice.Mask ?? ones([1, 1, 1], ScalarType.Bool, logits.device);
        return choice with { Logits = logits.alias(), Mask = (mask.dim() == 3 ? mask : mask.unsqueeze(1)).expand(shape) };
    }

    private static IMaskedChoice? Given(Choice choice) => choice switch
    {
        { Logits: null } => null,
        { Table: null } => choice.Distribution(choice.Logits, choice.Mask),
        _ => choice.Distribution(choice.Logits.unsqueeze(1).expand(choice.Mask!.shape), choice.Mask),
    };

    private Tensor[] Choose(Func<int, IMaskedChoice, Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        ChoiceWalk walk = new(Count);
        for (int i = 0; i < Count; i++)
        {
            walk.Made[i] = IsMade(i, walk);
            walk.Actions[i] = Chosen(draw(i, Under(i, walk)), walk.Made[i]);
        }

        scope.MoveToOuter(walk.Actions);
        return walk.Actions;
    }

    /// <summary>
    /// The way of given actions. Where a choice is not made nothing was chosen, whatever they say, so that no later choice follows from it.
    /// </summary>
    private ChoiceWalk Along(ReadOnlySpan<Tensor> actions)
    {
        ChoiceWalk walk = new(Count);
        for (int i = 0; i < Count; i++)
        {
            walk.Made[i] = IsMade(i, walk);
            walk.Actions[i] = Chosen(actions[i], walk.Made[i]);
        }

        return walk;
    }

    private static Tensor Chosen(Tensor action, Tensor? made) =>
        made is null ? action : where(action.dim() > 1 ? made.unsqueeze(-1) : made, action, full_like(action, Scalars.MinusOne));

    /// <summary>In which rows a choice is made; null: in all.</summary>
    private Tensor? IsMade(int choice, ChoiceWalk walk)
    {
        Tensor? isMade = null;
        if (_choices[choice].Gate is { } gate)
        {
            Tensor holds = tensor(gate.Values, device: walk.Actions[gate.Parent].device);
            isMade = ChoiceWalk.And(walk.Happened(gate.Parent), holds.index_select(0, walk.Actions[gate.Parent].clamp_min(Scalars.Zero)));
        }

        return _choices[choice].Table is { } table ? ChoiceWalk.And(isMade, walk.Happened(table)) : isMade;
    }

    /// <summary>The distribution of a choice under what was chosen before.</summary>
    private IMaskedChoice Under(int choice, ChoiceWalk walk)
    {
        Choice description = _choices[choice];
        Tensor? mask = description.Mask;
        if (description.Table is { } table)
        {
            mask = mask is null ? null : SelectedRow(mask, walk.Actions[table], walk.Made[choice]!);
        }
        else if (_given[choice] is { } given)
        {
            return given;
        }

        return description.Along is { } along ? along(walk, mask) : description.Distribution(description.Logits!, mask);
    }

    /// <summary>
    /// The row of a mask <c>(rows, parent's choices, choices)</c> that the parent's choice selects; nothing is legal in rows in which the
    /// choice is not made.
    /// </summary>
    private static Tensor SelectedRow(Tensor mask, Tensor parent, Tensor made)
    {
        if (mask.size(1) == 0)
        {
            // The other choice has nothing to choose from, so nothing selects a row.
            return zeros([mask.size(0), mask.size(2)], ScalarType.Bool, mask.device);
        }

        Tensor row = parent.clamp_min(Scalars.Zero).reshape(-1, 1, 1).expand(-1, 1, mask.size(2));
        return mask.gather(1, row).squeeze(1).logical_and(made.unsqueeze(-1));
    }

    private static Tensor Counted(Tensor perRow, Tensor? made) => made is null ? perRow : where(made, perRow, zeros_like(perRow));

    /// <summary>Computes the terms that are not exact, along given actions.</summary>
    private void FillAlong(Tensor[] terms, Tensor[]? actions, Func<int, ChoiceWalk, Tensor> quantity)
    {
        if (IsExact)
        {
            return;
        }

        ChoiceWalk walk = Along(actions);
        for (int i = 0; i < Count; i++)
        {
            if (!_isExact[i])
            {
                terms[i] = Counted(quantity(i, walk), walk.Made[i]);
            }
        }
    }

    /// <summary>
    /// A quantity <c>(rows)</c> or <c>(rows, parent's choices)</c> of each exact choice, weighed by how probable it is that it counts.
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
                Tensor happens = weight.detach().gt(Scalars.Zero);
                Tensor nothing = zeros_like(weight);
                Tensor weighed = where(happens, weight, nothing).mul(where(happens, term, nothing));
                terms[i] = weighed.dim() > 1 ? weighed.sum(1) : weighed;
            }
        }

        return terms;
    }

    /// <summary>
    /// How probable it is that a choice is made: <c>(rows)</c>; with a table, for each choice of its parent, <c>(rows, parent's
    /// choices)</c>; null where it is always made.
    /// </summary>
    private Tensor? Weight(int choice)
    {
        (Gate? gate, int? table) = (_choices[choice].Gate, _choices[choice].Table);
        if (gate is null)
        {
            return table is null ? null : JointProbability.Of(this, [table.Value]);
        }

        Tensor probs = ExactProbs(gate.Parent);
        Tensor holds = tensor(gate.Values, device: probs.device).to(probs.dtype);
        if (table is null)
        {
            return JointProbability.Of(this, [gate.Parent]).mv(holds);
        }

        if (table == gate.Parent)
        {
            return JointProbability.Of(this, [gate.Parent]).mul(holds);
        }

        Tensor joint = JointProbability.Of(this, [gate.Parent, table.Value]);
        int axis = gate.Parent < table ? 1 : 2;
        return joint.mul(holds.reshape(axis == 1 ? [1, -1, 1] : [1, 1, -1])).sum(axis);
    }
}
