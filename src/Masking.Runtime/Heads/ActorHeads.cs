using System.ComponentModel;
using Masking.Choices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Fused;
using Masking.Heads;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// The joint distribution of the heads of one kind of actor. The logits of all dense heads are computed with one matrix product. Logits
/// that depend on earlier choices are computed during sampling or evaluation. <see cref="ActionPlan.Choose"/> creates it.
/// </summary>
/// <remarks>
/// If the logits of a head depend on earlier choices, or a head picks a subset, entropy and divergence are estimates for given actions. If
/// no actions are passed, the actions that were sampled or evaluated last are used.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActorHeads : IDisposable
{
    private readonly ActionPlan _plan;
    private readonly ActorRows _actors;
    private readonly Tensor? _features;         // null unless logits depend on choices
    private readonly Device _device;
    private readonly ScalarType _type;
    private readonly HeadInput[] _inputs;
    private readonly Tensor?[] _legal;
    private readonly Tensor?[] _ranges;
    private readonly IChoices _choices;
    private readonly ActionSlots _slots;
    private bool _isDisposed;

    private ActorHeads(ActionPlan plan, ActorRows actors, Tensor features, HeadInput[] inputs)
    {
        _plan = plan;
        _actors = actors;
        (_device, _type) = (features.GetDevice(), features.dtype);
        _features = plan.DependsOnChoices ? features.alias() : null;
        _inputs = plan.DependsOnChoices ? Array.ConvertAll(inputs, input => input.WithOwnCandidates()) : inputs;
        _legal = new Tensor?[inputs.Length];
        _ranges = new Tensor?[inputs.Length];
        for (int head = 0; head < inputs.Length; head++)
        {
            long[] maskRowAxes = [.. plan.Heads[head].Tables.SelectMany(table => inputs[table].ChoiceAxes)];
            HeadPlan declared = plan.Heads[head];
            _legal[head] = inputs[head].LegalMask(plan.Policy, declared.Name, actors, maskRowAxes, _device);
            _ranges[head] = inputs[head].LegalRange(plan.Policy, declared.Name, actors, maskRowAxes, declared.HasActionAxis, _device);
        }

        _slots = new ActionSlots(plan, actors, Array.ConvertAll(inputs, input => input.Choices), _device);
        HeadLogits?[] logits = HeadLogits.Of(plan, _inputs, actors, features);
        _choices = plan.IsTree
            ? Tree(logits)
            : Engine.Tree([.. plan.Choices.Select((choice, index) => ChoiceOf(index, choice, logits[choice.Head]?.OfHead))]);
    }

    internal static ActorHeads Choose(ActionPlan plan, ActorRows actors, Tensor features, ReadOnlySpan<HeadInput> heads)
    {
        ArgumentNullException.ThrowIfNull(actors);
        Expect.Floating(plan.Policy, nameof(features), features, 2, "(rows, inputs)");
        Expect.LeadingSize(plan.Policy, nameof(features), features, [actors.Rows]);
        RequireHeads(plan, features, heads);
        using DisposeScope scope = NewDisposeScope();
        ActorHeads result = new(plan, actors, features, heads.ToArray());
        result.MoveOwnedTensors(scope);
        return result;
    }

    /// <summary>
    /// The tensors from which conditional logits are computed, and the masks that state which actors have a choice. The distributions of
    /// all other choices own their tensors.
    /// </summary>
    private Tensor[] Owned =>
        _plan.DependsOnChoices
            ? [.. _inputs.Select(input => input.Candidates).Concat(_legal).Concat(_ranges).Append(_features).OfType<Tensor>()]
        : _actors.IsTheOneAgent ? []
        : [.. _legal.Where(IsOfIndependent).Concat(_ranges.Where(IsOfIndependent)).OfType<Tensor>()];

    /// <summary>
    /// The actors <c>(rows)</c> bool with a legal choice of any head; null: all. A head that depends on another one adds no actor, because
    /// it is active only where the other one chose.
    /// </summary>
    private Tensor? HaveChoice
    {
        get
        {
            int[] heads = [.. Enumerable.Range(0, _inputs.Length).Where(head => _plan.Heads[head].IsIndependent)];
            if (_actors.IsTheOneAgent
                || Array.Exists(heads, head => _legal[head] is null && HasChoices(head))
                || Array.Exists(heads, head => _ranges[head] is null && _plan.Heads[head].Numbers > 0))
            {
                return null;
            }

            return heads.Select(head => _legal[head]).OfType<Tensor>().Select(mask => mask.any(-1)).Concat(heads.SelectMany(HaveNumber))
                .Aggregate(zeros([_actors.Rows], ScalarType.Bool, _device), (some, others) => some.logical_or(others));
        }
    }

    /// <summary>Whether a head chooses anything but numbers, of which there is at least one.</summary>
    private bool HasChoices(int head) => _inputs[head].Choices > NumberForm.Columns * _plan.Heads[head].Numbers;

    /// <summary>For each number of a head, the actors <c>(rows)</c> bool for which a number is legal.</summary>
    private IEnumerable<Tensor> HaveNumber(int head)
    {
        foreach (int choice in _plan.ChoicesOf(head).ToArray())
        {
            if (_plan.Choices[choice] is { Number: { } form } plan)
            {
                (Tensor low, Tensor high) = form.Ends(RangeOf(plan), like: null);
                yield return low.le(high);
            }
        }
    }

    private bool IsOfIndependent(Tensor? tensor, int head) => _plan.Heads[head].IsIndependent;

    /// <summary>Samples an action of every head and actor.</summary>
    /// <param name="draw">The random numbers of one step.</param>
    /// <returns>
    /// One int64 tensor per head, of the shape of the actors: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>. A
    /// head with several components, bits or picks has them along an additional last axis. -1 means no action. Numbers are float32, and NaN
    /// for no action; those of a record struct with choices follow as a tensor of their own.
    /// </returns>
    public Tensor[] Sample(RandomDraw draw)
    {
        RequireAlive();
        using DisposeScope? scope = TemporaryScope();
        return ToSlots(scope, _choices.Sample(_actors.Uniforms(draw), _plan.FirstLaneOf));
    }

    /// <summary>The most probable legal action of every head and actor. A head that depends on another head chooses after it.</summary>
    /// <returns>As for <see cref="Sample"/>.</returns>
    public Tensor[] Mode()
    {
        RequireAlive();
        using DisposeScope? scope = TemporaryScope();
        return ToSlots(scope, _choices.Mode());
    }

    /// <summary>The log-probability of the joint action of each environment: the sum over its actors and their heads.</summary>
    /// <param name="actions">One tensor per head, with the shapes of the result of <see cref="Sample"/>. The actions of absent actors are
    /// ignored.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="MaskShapeException">A tensor has a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below the number of choices of its head.</exception>
    /// <exception cref="ArgumentException">The number of tensors is not the number of heads.</exception>
    public Tensor LogProb(params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        using DisposeScope? scope = TemporaryScope();
        Tensor[] rows = _slots.ToRows(actions);
        SaveLast(rows);
        Tensor rowLogProb = _choices.LogProb(rows, _ => true);
        Tensor logProb = _actors.IsTheOneAgent ? rowLogProb : _actors.Sum(rowLogProb);
        if (scope is not null)
        {
            return logProb.MoveToOuterDisposeScope();
        }

        ActionSlots.DisposeExcept(rows, actions);
        if (!_actors.IsTheOneAgent)
        {
            rowLogProb.Dispose();
        }

        return logProb;
    }

    /// <summary>The log-probability of the joint action at a temperature, which is that of a sample at this temperature.</summary>
    /// <param name="actions">As for <see cref="LogProb(ReadOnlySpan{Tensor})"/>.</param>
    /// <param name="temperature">The divisor of the logits: positive and finite.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite, or an action is out of
    /// range.</exception>
    /// <exception cref="MaskShapeException">A tensor has a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentException">The number of tensors is not the number of heads.</exception>
    public Tensor LogProb(ReadOnlySpan<Tensor> actions, double temperature)
    {
        RequireAlive();
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] rows = _slots.ToRows(actions);
        SaveLast(rows);
        return _actors.Sum(_choices.AtTemperature(temperature).LogProb(rows, _ => true)).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of the joint action of each actor: the sum over its heads.</summary>
    /// <param name="actions">As for <see cref="LogProb(ReadOnlySpan{Tensor})"/>.</param>
    /// <returns>The shape of the actors; 0 for absent actors.</returns>
    /// <inheritdoc cref="LogProb(ReadOnlySpan{Tensor})" path="/exception"/>
    public Tensor LogProbPerActor(params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] rows = _slots.ToRows(actions);
        SaveLast(rows);
        return _actors.Scatter(_choices.LogProb(rows, _ => true)).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of the actions of one head, given the actions of the heads that it depends on.</summary>
    /// <param name="head">The index of the head in the order of declaration.</param>
    /// <param name="actions">One tensor per head, with the shapes of the result of <see cref="Sample"/>.</param>
    /// <returns>The shape of the actors; 0 for absent actors, and where the head is inactive.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="head"/> is not the index of a head.</exception>
    /// <inheritdoc cref="LogProb(ReadOnlySpan{Tensor})" path="/exception"/>
    public Tensor HeadLogProb(int head, params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        RequireHead(head);
        using DisposeScope scope = NewDisposeScope();
        Tensor headLogProb = _choices.LogProb(_slots.ToRows(actions), choice => _plan.Choices[choice].Head == head);
        return _actors.Scatter(headLogProb, Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of each head's actions, with the name of the head.</summary>
    /// <param name="actions">One tensor per head, as <see cref="Sample"/> returns them.</param>
    /// <inheritdoc cref="HeadLogProb" path="/exception"/>
    public IEnumerable<(string Head, Tensor LogProb)> HeadLogProbs(Tensor[] actions) =>
        [.. _plan.Heads.Select((head, i) => (head.Name, HeadLogProb(i, actions)))];

    /// <summary>
    /// The entropy of each head, with its name: the mean over the actors with a legal choice, or the sum, as in <see cref="Entropy"/>,
    /// whose terms they are.
    /// </summary>
    /// <param name="actions">As for <see cref="Entropy"/>.</param>
    /// <returns><c>(batch)</c> for each head.</returns>
    /// <inheritdoc cref="HeadLogProb" path="/exception"/>
    public IEnumerable<(string Head, Tensor Entropy)> HeadEntropies(Tensor[] actions)
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        Tensor[]? rows = _choices.IsExact ? null : _slots.GivenOrLast(actions);
        Tensor? haveChoice = HaveChoice;
        return [.. _plan.Heads.Select((head, i) => (head.Name, _actors
            .Reduce(_choices.Entropy(rows, choice => _plan.Choices[choice].Head == i), head.EntropyReduction, haveChoice)
            .MoveToOuterDisposeScope()))];
    }

    /// <summary>The probabilities of the choices of one head, which are 0 where masked.</summary>
    /// <param name="head">The index of the head in the order of declaration.</param>
    /// <returns>
    /// The shape of the actors, followed by an axis of choices. If the mask depends on other heads, the axes of their choices precede that
    /// axis. For a subset, an axis of picks precedes it, and the end follows the candidates. The probabilities are 0 for absent actors.
    /// They do not depend on whether the head is active.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="head"/> is not the index of a head.</exception>
    /// <exception cref="InvalidOperationException">The probabilities depend on earlier choices, and no actions were sampled or
    /// evaluated yet.</exception>
    public Tensor HeadProbs(int head) => OfChoices(head, _choices.Probs, Scalars.Zero);

    /// <summary>The probabilities of the choices of one head at a temperature.</summary>
    /// <param name="head">The index of the head in the order of declaration.</param>
    /// <param name="temperature">The divisor of the logits: positive and finite.</param>
    /// <returns>As for <see cref="HeadProbs(int)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="head"/> is not the index of a head, or
    /// <paramref name="temperature"/> is not positive and finite.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="HeadProbs(int)"/>.</exception>
    public Tensor HeadProbs(int head, double temperature)
    {
        RequireAlive();
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        return OfChoices(head, _choices.AtTemperature(temperature).Probs, Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probabilities of the choices of one head: -inf, with gradient 0, where masked and for absent actors.</summary>
    /// <inheritdoc cref="HeadProbs(int)"/>
    public Tensor HeadChoiceLogProbs(int head) => OfChoices(head, _choices.LogProbs, Scalars.NegativeInfinity);

    /// <summary>
    /// The cross-entropy <c>-Σ t log p</c> of one head and a target t in nats. Terms with t = 0 are 0, in value and gradient.
    /// </summary>
    /// <param name="head">The index of the head in the order of declaration.</param>
    /// <param name="target">t: floating point of the shape of <see cref="HeadChoiceLogProbs"/>. That of absent actors is ignored.</param>
    /// <returns>
    /// The shape of the actors: the sum over all other axes. +inf, with gradient 0, where the target of a masked choice is not 0; 0 for
    /// absent actors.
    /// </returns>
    /// <exception cref="MaskShapeException">The target has a wrong shape, element type or device.</exception>
    /// <inheritdoc cref="HeadProbs(int)" path="/exception"/>
    public Tensor HeadCrossEntropy(int head, Tensor target)
    {
        RequireAlive();
        RequireHead(head);
        HeadPlan plan = _plan.Heads[head];
        long[] axes = [.. RowAxes(plan), plan.IsPointer ? _inputs[head].Choices + (plan.Picks is null ? 0 : 1) : plan.Choices];
        Expect.Target($"{_plan.Policy}.{plan.Name}", nameof(target), target, [.. _actors.Shape, .. axes], _device);
        using DisposeScope scope = NewDisposeScope();
        Tensor[]? actions = plan.DependsOnChoices ? _slots.GivenOrLast([]) : null;
        Tensor rows = _actors.Gather(target).to(_type.ComputedType());
        rows = axes.Length > 2 ? rows.flatten(1, axes.Length - 1) : rows;
        IEnumerable<Tensor> terms = Enumerable
            .Range(0, _choices.Count)
            .Where(choice => IsChoiceOf(head, choice))
            .Select(choice => _choices.CrossEntropy(
                choice, Columns(_plan.Choices[choice], _plan.Choices[choice].FirstFlag, rows)!, actions));
        return _actors.Scatter(terms.Total(), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The locations of the numbers of one head: the means of the normal distributions before they are truncated to the intervals.
    /// </summary>
    /// <param name="head">The index of the head in the order of declaration.</param>
    /// <returns>
    /// The shape of the actors, followed by an axis of numbers for a record struct, and for a head without numbers; NaN for absent actors.
    /// They do not depend on the intervals, and not on whether the head is active.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="head"/> is not the index of a head.</exception>
    /// <exception cref="InvalidOperationException">The locations depend on earlier choices, and no actions were sampled or
    /// evaluated yet.</exception>
    public Tensor HeadLocation(int head) => NumberParameters(head, index: 0);

    /// <summary>The scales of the numbers of one head: the standard deviations of the normal distributions.</summary>
    /// <inheritdoc cref="HeadLocation"/>
    public Tensor HeadScale(int head) => NumberParameters(head, index: 1);

    /// <summary>
    /// The entropy of each environment in nats: the sum over the heads, and for each head the mean over the actors with a legal choice, or
    /// the sum.
    /// </summary>
    /// <param name="actions">
    /// One tensor per head, for which the entropy is estimated if logits depend on earlier choices. Empty for the actions that were sampled
    /// or evaluated last. Ignored if the entropy is exact.
    /// </param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="InvalidOperationException">The entropy depends on actions, none are passed, and none were sampled or
    /// evaluated yet.</exception>
    /// <inheritdoc cref="LogProb(ReadOnlySpan{Tensor})" path="/exception"/>
    public Tensor Entropy(params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        Tensor[]? rows = _choices.IsExact ? null : _slots.GivenOrLast(actions);
        Tensor? haveChoice = HaveChoice;
        return _plan
            .EntropyReductions.Select(reduction =>
                _actors.Reduce(_choices.Entropy(rows, choice => ReductionOf(_plan.Choices[choice]) == reduction), reduction, haveChoice)
            )
            .Total()
            .MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The Kullback-Leibler divergence <c>KL(p ‖ q)</c> of the joint action of each environment in nats: the sum over its actors and their
    /// heads. p is this distribution.
    /// </summary>
    /// <param name="other">The distribution q, of the same heads and actors.</param>
    /// <param name="actions">As for <see cref="Entropy"/>.</param>
    /// <returns><c>(batch)</c>: +inf where q forbids an action that is possible in p.</returns>
    /// <exception cref="ArgumentException">The actors or the choices of the two distributions differ, or the number of tensors is not the
    /// number of heads.</exception>
    /// <inheritdoc cref="Entropy" path="/exception"/>
    public Tensor KlDivergence(ActorHeads other, params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(other);
        other.RequireAlive();
        _actors.RequireSame(_plan.Policy, other._actors);
        using DisposeScope scope = NewDisposeScope();
        return _actors
            .Sum(_choices.KlDivergence(other._choices, _choices.IsExact ? null : _slots.GivenOrLast(actions)))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Adds the results of several kinds of actors.</summary>
    /// <param name="perActor">One tensor <c>(batch)</c> for each kind of actor; at least one.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="perActor"/> is empty.</exception>
    public static Tensor Sum(params ReadOnlySpan<Tensor> perActor)
    {
        if (perActor.IsEmpty)
        {
            throw new ArgumentException("expected at least one tensor, got none.", nameof(perActor));
        }

        using DisposeScope scope = NewDisposeScope();
        return perActor.ToArray().Total().alias().MoveToOuterDisposeScope();
    }

    /// <summary>Moves the tensors out of a dispose scope into the scope around it.</summary>
    /// <param name="scope">The dispose scope.</param>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        MoveOwnedTensors(scope);
        _actors.MoveToOuterDisposeScope(scope);
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _choices.Dispose();
        _actors.Dispose();
        Array.ForEach(Owned, tensor => tensor.Dispose());
    }

    /// <summary>Returns the names of the heads, their numbers of choices, and the number of actors.</summary>
    public override string ToString() => _isDisposed
        ? $"{nameof(ActorHeads)} (disposed)"
        : $"{string.Join(", ", _inputs.Select((input, head) => $"{_plan.Heads[head].Name} of {input.ChoicesText}"))} for "
            + $"{_actors.Rows} actors in {Expect.Text(_actors.Shape)}";

    private void MoveOwnedTensors(DisposeScope scope)
    {
        scope.MoveToOuter(Owned);
        _choices.MoveToOuterDisposeScope(scope);
    }

    private void RequireAlive()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException($"{_plan.Policy}.Distribution");
        }

        if (_choices.IsReleased)
        {
            throw Alive.ScopeEnded($"{_plan.Policy}.Distribution");
        }
    }

    private void RequireHead(int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, _plan.Heads.Length);
    }

    private static void RequireHeads(ActionPlan plan, Tensor features, ReadOnlySpan<HeadInput> heads)
    {
        if (heads.Length != plan.Heads.Length)
        {
            throw new ArgumentException($"{plan.Policy}: expected {plan.Heads.Length} heads, got {heads.Length}.", nameof(heads));
        }

        long inputs = features.size(1);
        for (int i = 0; i < heads.Length; i++)
        {
            HeadPlan head = plan.Heads[i];
            if (heads[i].Head is null)
            {
                throw new ArgumentException(
                    $"{plan.Policy}.{head.Name}: expected the input of a head, got default(HeadInput).", nameof(heads));
            }

            if (heads[i].Head.Inputs != inputs)
            {
                throw new MaskShapeException(plan.Policy, head.Name, $"features (rows, {heads[i].Head.Inputs})", TensorText.Of(features),
                    "Every actor needs the number of features that the head was built for.");
            }

            if (heads[i].Candidates is { } candidates && candidates.dtype != features.dtype)
            {
                throw new MaskShapeException(plan.Policy, head.Name, $"candidates of {TensorText.NameOf(features.dtype)}",
                    TensorText.Of(candidates), "Convert features and candidates to one element type.");
            }

            bool fits = head.IsPointer
                ? heads[i].Candidates is not null && heads[i].Head is SubsetHead == head.Picks is not null
                : heads[i].Candidates is null && heads[i].ChoicesAndNumbers == (head.Choices, head.Numbers);
            if (!fits || heads[i].Head.Parents != head.Parents.Count)
            {
                throw new ArgumentException(
                    $"{plan.Policy}.{head.Name}: expected the kind of head, the choices and the parents of the plan, got a "
                        + $"{heads[i].Head.GetName()} with {heads[i].ChoicesText} and {heads[i].Head.Parents} parents.",
                    nameof(heads));
            }
        }
    }

    /// <summary>Creates the distributions of choices whose logits do not depend on earlier choices.</summary>
    private IChoices Tree(HeadLogits?[] logits)
    {
        List<Tensor> sources = [];
        int[] sourceOf = new int[logits.Length];
        for (int head = 0; head < logits.Length; head++)
        {
            int index = sources.FindIndex(source => ReferenceEquals(source, logits[head]!.Source));
            sourceOf[head] = index >= 0 ? index : sources.Count;
            if (index < 0)
            {
                sources.Add(logits[head]!.Source);
            }
        }

        return Engine.Tree(
            _actors.Rows,
            [.. sources],
            Array.ConvertAll(
                _plan.Choices,
                plan => new FusedChoice(
                    sourceOf[plan.Head],
                    (int)logits[plan.Head]!.FirstColumn + plan.FirstColumn,
                    plan.Columns ?? (int)_inputs[plan.Head].Choices
                )
                {
                    IsFlags = plan.IsFlags,
                    Number = plan.Number,
                    Gate = plan.Gate,
                    Table = plan.Tables.Length == 0 ? null : plan.Tables[0],
                    Mask = MaskOf(plan),
                    FirstFlag = plan.FirstFlag,
                    RowsOfMask = MaskOf(plan) is { } mask && mask.dim() == 3 ? (int)mask.size(1) : null,
                }
            )
        );
    }

    /// <summary>One number for each choice of a head, in the slots of its actors.</summary>
    /// <param name="head">The index of the head.</param>
    /// <param name="ofChoice">The numbers of a choice, whose logits may depend on earlier actions.</param>
    /// <param name="absent">The number of absent actors.</param>
    private Tensor OfChoices(int head, Func<int, Tensor[]?, Tensor> ofChoice, Scalar absent)
    {
        RequireAlive();
        RequireHead(head);
        using DisposeScope scope = NewDisposeScope();
        Tensor[]? actions = _plan.Heads[head].DependsOnChoices ? _slots.GivenOrLast([]) : null;
        IEnumerable<Tensor> numbers = Enumerable
            .Range(0, _choices.Count)
            .Where(choice => IsChoiceOf(head, choice))
            .Select(choice => ofChoice(choice, actions));
        Tensor ofHead = numbers.Concatenate(-1);
        return _actors.Scatter(ofHead.reshape([_actors.Rows, .. RowAxes(_plan.Heads[head]), ofHead.size(-1)]), absent)
            .MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The axes between those of the actors and that of the choices: the picks of a subset, or the choices of the heads that select the row
    /// of the mask. Logits that depend on choices are those of the selected row.
    /// </summary>
    private IEnumerable<long> RowAxes(HeadPlan head) =>
        head.Picks is { } picks ? [picks.AtMost]
        : head.DependsOnChoices ? []
        : head.Tables.Select(table => _inputs[table].Choices);

    /// <summary>Whether a choice is one of a head, and not a number.</summary>
    private bool IsChoiceOf(int head, int choice) => _plan.Choices[choice] is { Number: null } plan && plan.Head == head;

    /// <summary>Location or scale of the numbers of a head, in the shape of the actors.</summary>
    private Tensor NumberParameters(int head, int index)
    {
        RequireAlive();
        RequireHead(head);
        using DisposeScope scope = NewDisposeScope();
        Tensor[]? actions = _plan.Heads[head].DependsOnChoices ? _slots.GivenOrLast([]) : null;
        Tensor[] numbers =
        [
            .. _plan.ChoicesOf(head).ToArray()
                .Where(choice => _plan.Choices[choice].Number is not null)
                .Select(choice => OfOneMaskRow(_choices.Probs(choice, actions)).select(-1, index)),
        ];
        Tensor ofHead = numbers.Length == 0 ? zeros([_actors.Rows, 0], _type, _device)
            : _plan.Heads[head].HasActionAxis ? stack(numbers, -1)
            : numbers[0];
        return _actors.Scatter(ofHead, Scalars.NaN).MoveToOuterDisposeScope();
    }

    /// <summary>Parameters <c>(rows, 2)</c>, which are the same for every row of a mask; NaN if the mask has no rows.</summary>
    private Tensor OfOneMaskRow(Tensor parameters) => parameters.dim() == 2 ? parameters
        : parameters.size(1) > 0 ? parameters.select(1, 0)
        : full([_actors.Rows, NumberForm.Columns], Scalars.NaN, parameters.dtype, _device);

    /// <summary>The mask of the head of a choice, or its range for a number.</summary>
    private Tensor? MaskOf(ChoicePlan plan) => plan.Number is null ? _legal[plan.Head] : _ranges[plan.Head];

    /// <summary>The columns of a number in the range of its head.</summary>
    private Tensor? RangeOf(ChoicePlan plan) => Columns(plan, plan.FirstFlag, _ranges[plan.Head]);

    private EntropyReduction ReductionOf(ChoicePlan choice) => _plan.Heads[choice.Head].EntropyReduction;

    /// <summary>
    /// Creates a choice for the engine of tensor operations. A choice whose logits depend on earlier choices keeps the mask of the whole
    /// head, which has its own lifetime, and selects its columns when its distribution is created.
    /// </summary>
    private Choice ChoiceOf(int index, ChoicePlan plan, Tensor? logits) =>
        new(Columns(plan, plan.FirstColumn, logits), logits is null ? MaskOf(plan) : Columns(plan, plan.FirstFlag, MaskOf(plan)))
        {
            Columns = plan.Columns ?? _inputs[plan.Head].Choices,
            IsFlags = plan.IsFlags,
            Number = plan.Number,
            Gate = plan.Gate,
            Tables = plan.Tables,
            Conditional = logits is null ? (walk, mask) => Conditional(index, plan, walk, Columns(plan, plan.FirstFlag, mask)) : null,
        };

    /// <summary>Selects the columns of a choice from a tensor of its head.</summary>
    private static Tensor? Columns(ChoicePlan plan, int first, Tensor? tensor) =>
        plan.Columns is { } columns && tensor is not null && tensor.size(-1) != columns
            ? tensor.narrow(-1, first, columns)
            : tensor;

    /// <summary>Creates the distribution of a choice whose logits depend on earlier choices.</summary>
    private IMaskedChoice Conditional(int index, ChoicePlan plan, ChoiceWalk walk, Tensor? mask)
    {
        HeadInput input = _inputs[plan.Head];
        Tensor legal = mask ?? ones([_actors.Rows, input.Choices], ScalarType.Bool, _device);
        if (_plan.Heads[plan.Head].Picks is { } picks)
        {
            Func<Tensor, Tensor> logitsOf = input.SubsetLogits(_actors, ConditionedFeatures(plan.Head, walk));
            return new MaskedSubset(logitsOf, legal, _type, picks.AtMost, picks.AtLeast);
        }

        Tensor logits = Columns(
            plan, plan.FirstColumn, walk.Logits(plan.Head, () => input.Logits(_actors, ConditionedFeatures(plan.Head, walk))))!;
        if (_plan.Heads[plan.Head].IsDistinct)
        {
            // An actor for which the head is inactive chooses nothing, so that all candidates are left to the others.
            Tensor active = walk.Active[index] is { } rows ? legal.logical_and(rows.unsqueeze(-1)) : legal;
            return new DistinctChoice(logits, active, _actors.EnvironmentOfRows);
        }

        return Engine.Choice(logits, mask, plan.IsFlags, number: plan.Number);
    }

    /// <summary>The features of each actor, combined with the choices of the parent heads: <c>(rows, inputs)</c>.</summary>
    private Tensor ConditionedFeatures(int head, ChoiceWalk walk) =>
        _inputs[head].Head.Condition(_features!, [.. _plan.Heads[head].Parents.Select(parent => EncodeChoice(parent, walk))]);

    /// <summary>
    /// Encodes the choice of a head, <c>(rows, width)</c>: as a one-hot vector or as bits, a number in half widths from the center of its
    /// interval, and for a pointer or a subset as the mean encoding of the chosen candidates. No action is encoded as zeros.
    /// </summary>
    private Tensor EncodeChoice(int head, ChoiceWalk walk)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> encodings = [];
        for (int i = 0; i < _plan.Choices.Length; i++)
        {
            if (_plan.Choices[i].Head == head)
            {
                encodings.Add(OneHot(_plan.Choices[i], walk.Actions[i]));
            }
        }

        Tensor oneHot = encodings.Concatenate(-1);
        return (_inputs[head].Candidates is null ? oneHot : _inputs[head].MeanEncoding(_actors, oneHot)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Encodes an action as a one-hot vector, a number in [-1, 1], bits as they are, and picks as equal weights that sum to 1.
    /// </summary>
    private Tensor OneHot(ChoicePlan plan, Tensor action)
    {
        if (plan.Number is { } form)
        {
            return form.Scaled(action).to(_type).unsqueeze(-1);
        }

        if (plan.IsFlags)
        {
            return action.clamp_min(Scalars.Zero).to(_type);
        }

        Tensor columns = Indices.Of(plan.Columns ?? _inputs[plan.Head].Choices, action.device);
        Tensor oneHot = action.unsqueeze(-1).eq(columns).to(_type);
        return action.dim() == 1 ? oneHot : oneHot.sum(1).div(oneHot.sum([1, 2]).clamp_min(Scalars.One).unsqueeze(-1));
    }

    /// <summary>
    /// A scope for intermediate tensors. Null if the engine creates none, because a scope takes longer than many operations.
    /// </summary>
    private DisposeScope? TemporaryScope() => _choices.NeedsScope ? NewDisposeScope() : null;

    private Tensor[] ToSlots(DisposeScope? scope, Tensor[] rows)
    {
        SaveLast(rows);
        Tensor[] slots = _slots.ToSlots(rows);
        if (scope is null)
        {
            ActionSlots.DisposeExcept(rows, slots);
        }
        else
        {
            scope.MoveToOuter(slots);
        }

        return slots;
    }

    private void SaveLast(Tensor[] rows)
    {
        if (!_choices.IsExact)
        {
            _slots.SaveLast(rows);
        }
    }
}
