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
/// The heads of one kind of actor and what they choose, with one row per actor. The logits of all heads that are linear in what an actor
/// knows come from one product; those that depend on what other heads chose are computed when that is known. Made by
/// <see cref="ActionPlan.Choose"/>.
/// </summary>
/// <remarks>
/// With a head whose logits depend on choices, or that picks several, entropy and divergence are estimated along actions: those given, or,
/// where none are, those last drawn or judged here.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActorHeads : IDisposable
{
    private readonly ActionPlan _plan;
    private readonly ActorRows _actors;
    private readonly Tensor? _features;         // where logits follow from choices
    private readonly Device _device;
    private readonly ScalarType _type;
    private readonly HeadInput[] _inputs;
    private readonly Tensor?[] _legal;
    private readonly IChoices _choices;
    private readonly ActionSlots _slots;
    private bool _isDisposed;

    private ActorHeads(ActionPlan plan, ActorRows actors, Tensor features, HeadInput[] inputs)
    {
        _plan = plan;
        _actors = actors;
        (_device, _type) = (features.Place(), features.dtype);
        _features = plan.FollowsChoices ? features.alias() : null;
        _inputs = plan.FollowsChoices ? Array.ConvertAll(inputs, input => input.Kept()) : inputs;
        _legal = new Tensor?[inputs.Length];
        for (int head = 0; head < inputs.Length; head++)
        {
            long[] rowsOfMask = plan.Heads[head].Table is { } table ? inputs[table].ChoiceAxes : [];
            _legal[head] = inputs[head].Legal(plan.Policy, plan.Heads[head].Name, actors, rowsOfMask, _device);
        }

        _slots = new ActionSlots(plan, actors, Array.ConvertAll(inputs, input => input.Choices), _device);
        HeadLogits?[] logits = HeadLogits.Of(plan, _inputs, actors, features);
        _choices = plan.IsTree
            ? Tree(logits)
            : Engine.Tree(Array.ConvertAll(plan.Choices, choice => ChoiceOf(choice, logits[choice.Head]?.Alone)));
    }

    internal static ActorHeads Choose(ActionPlan plan, ActorRows actors, Tensor features, ReadOnlySpan<HeadInput> heads)
    {
        ArgumentNullException.ThrowIfNull(actors);
        Expect.Floating(plan.Policy, nameof(features), features, 2, "(rows, inputs)");
        Expect.LeadingSize(plan.Policy, nameof(features), features, [actors.Rows]);
        RequireHeads(plan, features, heads);
        using DisposeScope scope = NewDisposeScope();
        ActorHeads chosen = new(plan, actors, features, heads.ToArray());
        chosen.MoveOwn(scope);
        return chosen;
    }

    /// <summary>
    /// What is needed for as long as choices are made: the distributions that follow from no choice have tensors of their own.
    /// </summary>
    private Tensor[] Owned =>
        _plan.FollowsChoices ? [.. _inputs.Select(input => input.Candidates).Concat(_legal).Append(_features).OfType<Tensor>()] : [];

    /// <summary>Draws an action of every head and actor.</summary>
    /// <param name="draw">The random numbers of one step.</param>
    /// <returns>
    /// One int64 tensor a head, of the actors' shape, <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>, and behind
    /// it an axis of components, bits or picks for a head that has several; -1 is no action.
    /// </returns>
    public Tensor[] Sample(RandomDraw draw)
    {
        RequireAlive();
        using DisposeScope? scope = ScopeOfTemporaries();
        return ToSlots(scope, _choices.Sample(_actors.Uniforms(draw), _plan.FirstLaneOf));
    }

    /// <summary>The most probable legal action of every head and actor; a head that depends on another chooses after it.</summary>
    /// <returns>As <see cref="Sample"/>.</returns>
    public Tensor[] Mode()
    {
        RequireAlive();
        using DisposeScope? scope = ScopeOfTemporaries();
        return ToSlots(scope, _choices.Mode());
    }

    /// <summary>The joint log-probability of each environment: the sum over its actors and their heads.</summary>
    /// <param name="actions">One tensor a head, as <see cref="Sample"/> gives them; what absent actors have is not read.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="MaskShapeException">A tensor's shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below the number of its head's choices.</exception>
    /// <exception cref="ArgumentException">There is not one tensor per head.</exception>
    public Tensor LogProb(params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        using DisposeScope? scope = ScopeOfTemporaries();
        Tensor[] rows = _slots.RowsOf(actions);
        Remember(rows);
        Tensor ofRows = _choices.LogProb(rows, _ => true);
        Tensor logProb = _actors.IsTheOneAgent ? ofRows : _actors.Sum(ofRows);
        if (scope is not null)
        {
            return logProb.MoveToOuterDisposeScope();
        }

        ActionSlots.Release(rows, actions);
        if (!_actors.IsTheOneAgent)
        {
            ofRows.Dispose();
        }

        return logProb;
    }

    /// <summary>The log-probability of one head's actions, under the actions of the heads that it depends on.</summary>
    /// <param name="head">The head, in the order of declaration.</param>
    /// <param name="actions">One tensor a head, as <see cref="Sample"/> gives them.</param>
    /// <returns>Of the actors' shape; 0 for absent actors, and where the head does not act.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    /// <inheritdoc cref="LogProb" path="/exception"/>
    public Tensor HeadLogProb(int head, params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        RequireHead(head);
        using DisposeScope scope = NewDisposeScope();
        Tensor ofHead = _choices.LogProb(_slots.RowsOf(actions), choice => _plan.Choices[choice].Head == head);
        return _actors.Scatter(ofHead, Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of each head's actions, with the name of the head.</summary>
    /// <param name="actions">One tensor a head, as <see cref="Sample"/> gives them.</param>
    /// <inheritdoc cref="HeadLogProb" path="/exception"/>
    public IEnumerable<(string Head, Tensor LogProb)> HeadLogProbs(Tensor[] actions) =>
        [.. _plan.Heads.Select((head, i) => (head.Name, HeadLogProb(i, actions)))];

    /// <summary>The masked probabilities of one head.</summary>
    /// <param name="head">The head, in the order of declaration.</param>
    /// <returns>
    /// Of the actors' shape and one axis of choices, for a head whose mask depends on another with an axis of that one's choices in
    /// between, and for one that picks several with an axis of picks and the end behind the choices; 0 where masked and for absent actors.
    /// Whether the head acts does not count here.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    /// <exception cref="InvalidOperationException">They depend on what other heads chose, and nothing was chosen yet.</exception>
    public Tensor HeadProbs(int head)
    {
        RequireAlive();
        RequireHead(head);
        using DisposeScope scope = NewDisposeScope();
        Tensor[]? along = _plan.Heads[head].FollowsChoices ? _slots.AtHand([]) : null;
        IEnumerable<Tensor> ofChoices = Enumerable
            .Range(0, _choices.Count)
            .Where(choice => _plan.Choices[choice].Head == head)
            .Select(choice => _choices.Probs(choice, along));
        return _actors.Scatter(ofChoices.Beside(-1), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The entropy of each environment: the sum over heads, and over actors the mean or the sum, as each head says, in nats.
    /// </summary>
    /// <param name="actions">
    /// One tensor a head, along which it is estimated where a head's logits depend on choices; none: those last drawn or judged. Where it
    /// is exact they are not read.
    /// </param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="InvalidOperationException">It needs actions, none are given, and none were drawn or judged yet.</exception>
    /// <inheritdoc cref="LogProb" path="/exception"/>
    public Tensor Entropy(params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        Tensor[]? along = _choices.IsExact ? null : _slots.AtHand(actions);
        return _plan
            .EntropyReductions.Select(reduction =>
                _actors.Reduce(_choices.Entropy(along, choice => ReductionOf(_plan.Choices[choice]) == reduction), reduction)
            )
            .Total()
            .MoveToOuterDisposeScope();
    }

    /// <summary>The Kullback-Leibler divergence of each environment's joint action: the sum over actors and heads, in nats.</summary>
    /// <param name="other">q: the same heads over the same actors.</param>
    /// <param name="actions">As <see cref="Entropy"/> takes them.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="ArgumentException">The other heads have other actors or choices, or there is not one tensor per head.</exception>
    /// <inheritdoc cref="Entropy" path="/exception"/>
    public Tensor KlDivergence(ActorHeads other, params ReadOnlySpan<Tensor> actions)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(other);
        other.RequireAlive();
        _actors.RequireSame(_plan.Policy, other._actors);
        using DisposeScope scope = NewDisposeScope();
        return _actors
            .Sum(_choices.KlDivergence(other._choices, _choices.IsExact ? null : _slots.AtHand(actions)))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Adds up what the heads of several kinds of actors have.</summary>
    /// <param name="perActor">One <c>(batch)</c> for each kind of actor; at least one.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="ArgumentException">There is no kind of actor.</exception>
    public static Tensor Sum(params ReadOnlySpan<Tensor> perActor)
    {
        if (perActor.IsEmpty)
        {
            throw new ArgumentException("expected at least one tensor, got none.", nameof(perActor));
        }

        using DisposeScope scope = NewDisposeScope();
        return perActor.ToArray().Total().alias().MoveToOuterDisposeScope();
    }

    /// <summary>Keeps the tensors when the current dispose scope ends, and gives them to the one around it.</summary>
    /// <param name="scope">The current dispose scope.</param>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        MoveOwn(scope);
        _actors.MoveToOuterDisposeScope(scope);
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _choices.Dispose();
        _actors.Dispose();
        Array.ForEach(Owned, tensor => tensor.Dispose());
    }

    /// <summary>What is chosen, by how many actors.</summary>
    public override string ToString() => _isDisposed
        ? $"{nameof(ActorHeads)} (disposed)"
        : $"{string.Join(", ", _inputs.Select((input, head) => $"{_plan.Heads[head].Name} of {input.Choices} choices"))} for "
            + $"{_actors.Rows} actors in {Expect.Text(_actors.Shape)}";

    private void MoveOwn(DisposeScope scope)
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
            throw Alive.WithoutScope($"{_plan.Policy}.Distribution");
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

        long known = features.size(1);
        for (int i = 0; i < heads.Length; i++)
        {
            HeadPlan head = plan.Heads[i];
            if (heads[i].Head is null)
            {
                throw new ArgumentException($"{plan.Policy}.{head.Name}: expected the input of a head, got an empty one.", nameof(heads));
            }

            if (heads[i].Head.Inputs != known)
            {
                throw new MaskShapeException(plan.Policy, head.Name, $"features (rows, {heads[i].Head.Inputs})", TensorText.Of(features),
                    "Give as many numbers of each actor as the head was built for.");
            }

            if (heads[i].Candidates is { } candidates && candidates.dtype != features.dtype)
            {
                throw new MaskShapeException(plan.Policy, head.Name, $"candidates of {TensorText.NameOf(features.dtype)}",
                    TensorText.Of(candidates), "Give the features and the candidates in one element type.");
            }

            bool fits = head.IsPointer
                ? heads[i].Candidates is not null && heads[i].Head is SubsetHead == head.Picks is not null
                : heads[i].Candidates is null && heads[i].Choices == head.Components.Sum(component => component.Columns);
            if (!fits || heads[i].Head.Parents != head.Parents.Count)
            {
                throw new ArgumentException(
                    $"{plan.Policy}.{head.Name}: expected a head as the plan has it, got a {heads[i].Head.GetName()} of {heads[i].Choices} choices, given {heads[i].Head.Parents} others.",
                    nameof(heads)
                );
            }
        }
    }

    /// <summary>The choices as columns of the tensors of logits.</summary>
    private IChoices Tree(HeadLogits?[] logits)
    {
        List<Tensor> sources = [];
        int[] sourceOf = new int[logits.Length];
        for (int head = 0; head < logits.Length; head++)
        {
            int place = sources.FindIndex(source => ReferenceEquals(source, logits[head]!.Beside));
            sourceOf[head] = place >= 0 ? place : sources.Count;
            if (place < 0)
            {
                sources.Add(logits[head]!.Beside);
            }
        }

        return Engine.Tree(
            _actors.Rows,
            [.. sources],
            Array.ConvertAll(
                _plan.Choices,
                plan => new FusedChoice(
                    sourceOf[plan.Head],
                    (int)logits[plan.Head]!.First + plan.FirstColumn,
                    plan.Columns ?? (int)_inputs[plan.Head].Choices
                )
                {
                    IsFlags = plan.IsFlags,
                    Gate = plan.Gate,
                    Table = plan.Table,
                    Mask = _legal[plan.Head],
                    FirstFlag = plan.FirstColumn,
                    RowsOfMask = _legal[plan.Head] is { } mask && mask.dim() == 3 ? (int)mask.size(1) : null,
                }
            )
        );
    }

    private EntropyReduction ReductionOf(ChoicePlan choice) => _plan.Heads[choice.Head].EntropyReduction;

    /// <summary>
    /// A choice that follows from others keeps the mask of the whole head, which outlives this call, and takes its columns when it is made.
    /// </summary>
    private Choice ChoiceOf(ChoicePlan plan, Tensor? logits) =>
        new(Columns(plan, logits), logits is null ? _legal[plan.Head] : Columns(plan, _legal[plan.Head]))
        {
            Columns = plan.Columns ?? _inputs[plan.Head].Choices,
            IsFlags = plan.IsFlags,
            Gate = plan.Gate,
            Table = plan.Table,
            Conditional = logits is null ? (walk, mask) => Conditional(plan, walk, Columns(plan, mask)) : null,
        };

    /// <summary>The columns of one choice among those of its head.</summary>
    private static Tensor? Columns(ChoicePlan plan, Tensor? ofHead) =>
        plan.Columns is { } columns && ofHead is not null && ofHead.size(-1) != columns
            ? ofHead.narrow(-1, plan.FirstColumn, columns)
            : ofHead;

    /// <summary>The distribution of a choice that follows from what was chosen before.</summary>
    private IMaskedChoice Conditional(ChoicePlan plan, ChoiceWalk walk, Tensor? mask)
    {
        HeadInput input = _inputs[plan.Head];
        if (_plan.Heads[plan.Head].Picks is { } picks)
        {
            Tensor legal = mask ?? ones([_actors.Rows, input.Choices], ScalarType.Bool, _device);
            return new MaskedSubset(input.Scores(_actors, Known(plan.Head, walk)), legal, _type, picks.AtMost, picks.AtLeast);
        }

        Tensor logits = Columns(plan, walk.Logits(plan.Head, () => input.Logits(_actors, Known(plan.Head, walk))))!;
        return Engine.Choice(logits, mask, plan.IsFlags);
    }

    /// <summary>What each actor knows when it knows what other heads chose: <c>(rows, inputs)</c>.</summary>
    private Tensor Known(int head, ChoiceWalk walk) =>
        _inputs[head].Head.Know(_features!, [.. _plan.Heads[head].Parents.Select(parent => ChosenBy(parent, walk))]);

    /// <summary>
    /// What a head chose, as numbers <c>(rows, numbers)</c>: a 1 for each choice or bit, or the mean encoding of what it points at; zeros
    /// for no action.
    /// </summary>
    private Tensor ChosenBy(int head, ChoiceWalk walk)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> chosen = [];
        for (int i = 0; i < _plan.Choices.Length; i++)
        {
            if (_plan.Choices[i].Head == head)
            {
                chosen.Add(Ones(_plan.Choices[i], walk.Actions[i]));
            }
        }

        Tensor ones = chosen.Beside(-1);
        return (_inputs[head].Candidates is null ? ones : _inputs[head].PointedAt(_actors, ones)).MoveToOuterDisposeScope();
    }

    private Tensor Ones(ChoicePlan plan, Tensor action)
    {
        if (plan.IsFlags)
        {
            return action.clamp_min(Scalars.Zero).to(_type);
        }

        Tensor columns = Indices.Of(plan.Columns ?? _inputs[plan.Head].Choices, action.device);
        Tensor ones = action.unsqueeze(-1).eq(columns).to(_type);
        return action.dim() == 1 ? ones : ones.sum(1).div(ones.sum([1, 2]).clamp_min(Scalars.One).unsqueeze(-1));
    }

    /// <summary>A dispose scope takes longer than many an operation, so there is none where the engine does not need it.</summary>
    private DisposeScope? ScopeOfTemporaries() => _choices.NeedsScope ? NewDisposeScope() : null;

    private Tensor[] ToSlots(DisposeScope? scope, Tensor[] rows)
    {
        Remember(rows);
        Tensor[] slots = _slots.ToSlots(rows);
        if (scope is null)
        {
            ActionSlots.Release(rows, slots);
        }
        else
        {
            scope.MoveToOuter(slots);
        }

        return slots;
    }

    private void Remember(Tensor[] rows)
    {
        if (!_choices.IsExact)
        {
            _slots.Remember(rows);
        }
    }
}
