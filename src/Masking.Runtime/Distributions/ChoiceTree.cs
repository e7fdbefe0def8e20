using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Several choices per row, in an order in which some depend on earlier ones: a gate says whether a choice is made at all, a table
/// selects the row of its mask.
/// </summary>
/// <remarks>
/// <para>With parent P, values S and child C, <c>log π = log P(a) + [a ∈ S] log C(b | a)</c>. Entropy and divergence are exact: with W the joint
/// probability of what a choice depends on, <c>H = Σ_C Σ_w W(w) H(C | w)</c>, and likewise for the divergence by its chain rule.</para>
/// <para>A choice that is not made, or has nothing legal under what it depends on, is "no action" (-1) and counts nothing.</para>
/// </remarks>
internal sealed class ChoiceTree : IDisposable
{
    private readonly Choice[] _choices;
    private readonly MaskedCategorical[] _given;    // (rows, choices), or for a table (rows, parent's choices, choices)

    public ChoiceTree(params Choice[] choices)
    {
        using DisposeScope scope = NewDisposeScope();
        _choices = [.. choices.Select(choice => WithRows(choice, choices))];
        _given = [.. _choices.Select(Given)];
        MoveToOuterDisposeScope(scope);
    }

    public int Count => _choices.Length;

    /// <summary>Draws all choices, each under the earlier ones.</summary>
    /// <param name="uniforms">One uniform number a row for a choice.</param>
    /// <param name="temperature">What logits are divided by.</param>
    /// <returns>One <c>(rows)</c> int64 a choice.</returns>
    public Tensor[] Sample(Func<int, double[]> uniforms, double temperature) =>
        Choose((choice, distribution) => distribution.Sample(uniforms(choice), temperature));

    /// <summary>The most probable legal choice of each, under the earlier ones.</summary>
    public Tensor[] Mode() => Choose((_, distribution) => distribution.Mode());

    /// <summary>The log-probability of each choice, under the earlier ones.</summary>
    /// <param name="actions">One <c>(rows)</c> int64 a choice, in range; where a choice is not made its action is not read.</param>
    /// <returns>One <c>(rows)</c> a choice; 0 where it is not made.</returns>
    public Tensor[] LogProb(ReadOnlySpan<Tensor> actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] made = new Tensor?[Count];
        Tensor[] logProbs = new Tensor[Count];
        for (int i = 0; i < Count; i++)
        {
            made[i] = IsMade(i, actions, made);
            Tensor logProb = Under(i, actions, made).LogProbOfChecked(actions[i]);
            logProbs[i] = made[i] is null ? logProb : where(made[i]!, logProb, zeros_like(logProb));
        }

        scope.MoveToOuter(logProbs);
        return logProbs;
    }

    /// <summary>What each choice adds to the exact entropy of all together.</summary>
    /// <returns>One <c>(rows)</c> a choice.</returns>
    public Tensor[] Entropy() => Expectation(i => _given[i].Entropy());

    /// <summary>What each choice adds to the exact divergence of all together.</summary>
    /// <param name="other">q: the same choices with the same dependencies.</param>
    /// <returns>One <c>(rows)</c> a choice; +inf where q forbids what can happen here.</returns>
    public Tensor[] KlDivergence(ChoiceTree other) => Expectation(i => _given[i].KlDivergence(other._given[i]));

    public void Dispose()
    {
        foreach (MaskedCategorical distribution in _given)
        {
            distribution.Dispose();
        }

        foreach (Tensor tensor in Tables)
        {
            tensor.Dispose();
        }
    }

    /// <summary>One choice under everything that it may depend on; it stays this tree's.</summary>
    public MaskedCategorical this[int choice] => _given[choice];

    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        foreach (MaskedCategorical distribution in _given)
        {
            distribution.MoveToOuterDisposeScope(scope);
        }

        scope.MoveToOuter(Tables);
    }

    /// <summary>The logits and masks of choices with a table, of which rows are still to be selected.</summary>
    private IEnumerable<Tensor> Tables => _choices.Where(choice => choice.Table is not null).SelectMany(choice => new[] { choice.Logits, choice.Mask! });

    /// <summary>A choice with a table has a row of its mask for every choice of its parent, also where they are all alike.</summary>
    private static Choice WithRows(Choice choice, Choice[] all)
    {
        if (choice.Table is not { } table)
        {
            return choice;
        }

        long[] shape = [choice.Logits.size(0), all[table].Logits.size(1), choice.Logits.size(1)];
        Tensor mask = choice.Mask ?? ones([1, 1, 1], ScalarType.Bool, choice.Logits.device);
        return choice with { Logits = choice.Logits.alias(), Mask = (mask.dim() == 3 ? mask : mask.unsqueeze(1)).expand(shape) };
    }

    private static MaskedCategorical Given(Choice choice) => choice.Table is null
        ? new MaskedCategorical(choice.Logits, choice.Mask)
        : new MaskedCategorical(choice.Logits.unsqueeze(1).expand(choice.Mask!.shape), choice.Mask);

    private Tensor[] Choose(Func<int, MaskedCategorical, Tensor> draw)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] made = new Tensor?[Count];
        Tensor[] actions = new Tensor[Count];
        for (int i = 0; i < Count; i++)
        {
            made[i] = IsMade(i, actions, made);
            Tensor action = draw(i, Under(i, actions, made));
            actions[i] = made[i] is null ? action : where(made[i]!, action, full_like(action, Scalars.MinusOne));
        }

        scope.MoveToOuter(actions);
        return actions;
    }

    /// <summary>In which rows a choice is made; null: in all.</summary>
    private Tensor? IsMade(int choice, ReadOnlySpan<Tensor> actions, Tensor?[] made)
    {
        Tensor? isMade = null;
        if (_choices[choice].Gate is { } gate)
        {
            Tensor holds = tensor(gate.Values, device: actions[gate.Parent].device);
            isMade = And(Happened(gate.Parent, actions, made), holds.index_select(0, actions[gate.Parent].clamp_min(Scalars.Zero)));
        }

        return _choices[choice].Table is { } table ? And(isMade, Happened(table, actions, made)) : isMade;
    }

    private static Tensor Happened(int parent, ReadOnlySpan<Tensor> actions, Tensor?[] made) => And(made[parent], actions[parent].ge(Scalars.Zero));

    private static Tensor And(Tensor? left, Tensor right) => left is null ? right : left.logical_and(right);

    /// <summary>The distribution of a choice under the row of its mask that earlier actions select.</summary>
    private MaskedCategorical Under(int choice, ReadOnlySpan<Tensor> actions, Tensor?[] made)
    {
        if (_choices[choice] is not { Table: { } table, Mask: { } mask })
        {
            return _given[choice];
        }

        if (mask.size(1) == 0)
        {
            // The other choice has nothing to choose from, so nothing selects a row.
            return new MaskedCategorical(_choices[choice].Logits, zeros_like(_choices[choice].Logits, ScalarType.Bool));
        }

        Tensor row = actions[table].clamp_min(Scalars.Zero).reshape(-1, 1, 1).expand(-1, 1, mask.size(2));
        return new MaskedCategorical(_choices[choice].Logits, mask.gather(1, row).squeeze(1).logical_and(made[choice]!.unsqueeze(-1)));
    }

    /// <summary>A quantity <c>(rows)</c> or <c>(rows, parent's choices)</c> of each choice, weighed by how probable it is that it counts.</summary>
    private Tensor[] Expectation(Func<int, Tensor> quantity)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] terms = new Tensor[Count];
        for (int i = 0; i < Count; i++)
        {
            terms[i] = quantity(i);
            if (Weight(i) is { } weight)
            {
                // What cannot happen counts nothing, also where it would be infinite.
                Tensor term = terms[i].dim() < weight.dim() ? terms[i].unsqueeze(-1) : terms[i];
                Tensor weighed = where(weight.gt(Scalars.Zero), weight.mul(term), zeros_like(weight));
                terms[i] = weighed.dim() > 1 ? weighed.sum(1) : weighed;
            }
        }

        scope.MoveToOuter(terms);
        return terms;
    }

    /// <summary>
    /// How probable it is that a choice is made: <c>(rows)</c>; with a table, for each choice of its parent, <c>(rows, parent's choices)</c>;
    /// null where it is always made.
    /// </summary>
    private Tensor? Weight(int choice)
    {
        (Gate? gate, int? table) = (_choices[choice].Gate, _choices[choice].Table);
        if (gate is null)
        {
            return table is null ? null : JointProbability.Of(this, [table.Value]);
        }

        Tensor holds = tensor(gate.Values, device: _given[gate.Parent].Probs.device).to(_given[gate.Parent].Probs.dtype);
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

    /// <summary>What a choice depends on directly.</summary>
    internal IEnumerable<int> ParentsOf(int choice) =>
        new[] { _choices[choice].Gate?.Parent, _choices[choice].Table }.OfType<int>().Distinct();

    /// <summary>The gate of a choice, and its table's parent.</summary>
    internal Choice Description(int choice) => _choices[choice];
}
