using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The heads of one kind of actor and what they choose, with one row per actor. The logits of all heads that are linear come from one product.
/// </summary>
public sealed class ActorHeads : IDisposable
{
    private readonly string _policy;
    private readonly string[] _names;
    private readonly EntropyReduction[] _reductions;
    private readonly int[] _order;              // heads as the tree has them: each behind what it depends on
    private readonly ActorRows _actors;
    private readonly ChoiceTree _choices;

    private ActorHeads(string policy, string[] names, EntropyReduction[] reductions, int[] order, ActorRows actors, ChoiceTree choices)
    {
        _policy = policy;
        _names = names;
        _reductions = reductions;
        _order = order;
        _actors = actors;
        _choices = choices;
    }

    /// <summary>Computes the logits of all heads, masks and normalises them.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="actors">Who acts.</param>
    /// <param name="features"><c>(rows, inputs)</c>: what each actor knows.</param>
    /// <param name="heads">The heads with their masks, in the order of their declaration; at least one.</param>
    /// <exception cref="MaskShapeException">The features do not fit the actors, or a mask does not fit its head and actors.</exception>
    /// <exception cref="ArgumentException">There is no head.</exception>
    public static ActorHeads Choose(string policy, ActorRows actors, Tensor features, params ReadOnlySpan<HeadInput> heads)
    {
        ArgumentNullException.ThrowIfNull(actors);
        Expect.Floating(policy, nameof(features), features, 2, "(rows, inputs)");
        Expect.LeadingSize(policy, nameof(features), features, [actors.Rows]);
        if (heads.IsEmpty)
        {
            throw new ArgumentException($"{policy}: expected at least one head, got none.", nameof(heads));
        }

        using DisposeScope scope = NewDisposeScope();
        HeadInput[] inputs = heads.ToArray();
        int[] order = InOrderOfDependence(policy, inputs);
        Tensor[] logits = Logits(actors, features, inputs);
        ChoiceTree choices = new([.. order.Select(head =>
        {
            long[] rowsOfMask = inputs[head].Table is { } table ? [inputs[table].Choices] : [];
            return new Choice(logits[head], inputs[head].Legal(policy, actors, rowsOfMask, features.device))
            {
                Gate = inputs[head].Gate is { } gate ? gate with { Parent = Array.IndexOf(order, gate.Parent) } : null,
                Table = inputs[head].Table is { } parent ? Array.IndexOf(order, parent) : null,
            };
        })]);
        choices.MoveToOuterDisposeScope(scope);
        return new ActorHeads(policy, [.. inputs.Select(head => head.Name)], [.. inputs.Select(head => head.EntropyReduction)], order, actors, choices);
    }

    /// <summary>Draws an action of every head and actor.</summary>
    /// <param name="draw">The random numbers of one step.</param>
    /// <param name="firstLane">The number of heads that the policy's other actors have before these.</param>
    /// <returns>One int64 tensor a head, of the actors' shape: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>; -1 is no action.</returns>
    public Tensor[] Sample(RandomDraw draw, int firstLane)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToSlots(scope, _choices.Sample(place => _actors.Uniforms(draw, firstLane + _order[place]), draw.Temperature));
    }

    /// <summary>The most probable legal action of every head and actor; a head that depends on another chooses after it.</summary>
    /// <returns>As <see cref="Sample"/>.</returns>
    public Tensor[] Mode()
    {
        using DisposeScope scope = NewDisposeScope();
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
        using DisposeScope scope = NewDisposeScope();
        return _actors.Sum(Total(LogProbOfRows(actions))).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of one head's actions, under the actions of the heads that it depends on.</summary>
    /// <param name="head">The head, in the order of declaration.</param>
    /// <param name="actions">One tensor a head, as <see cref="Sample"/> gives them.</param>
    /// <returns>Of the actors' shape; 0 for absent actors, and where the head does not act.</returns>
    /// <inheritdoc cref="LogProb" path="/exception"/>
    public Tensor HeadLogProb(int head, params ReadOnlySpan<Tensor> actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(LogProbOfRows(actions)[Array.IndexOf(_order, head)], Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The masked probabilities of one head.</summary>
    /// <param name="head">The head, in the order of declaration.</param>
    /// <returns>
    /// Of the actors' shape and one axis of choices, for a head whose mask depends on another with an axis of that one's choices in between;
    /// 0 where masked and for absent actors. Whether the head acts does not count here.
    /// </returns>
    public Tensor HeadProbs(int head)
    {
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_choices[Array.IndexOf(_order, head)].Probs, Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The exact entropy of each environment: the sum over heads, and over actors the mean or the sum, as each head says, in nats.</summary>
    /// <returns><c>(batch)</c>.</returns>
    public Tensor Entropy()
    {
        using DisposeScope scope = NewDisposeScope();
        IEnumerable<Tensor> perReduction = _choices.Entropy()
            .Select((entropy, place) => (entropy, reduction: _reductions[_order[place]]))
            .GroupBy(each => each.reduction, each => each.entropy)
            .Select(entropies => _actors.Reduce(Total([.. entropies]), entropies.Key));
        return Total([.. perReduction]).MoveToOuterDisposeScope();
    }

    /// <summary>The Kullback-Leibler divergence of each environment's joint action: the sum over actors and heads, in nats.</summary>
    /// <param name="other">q: the same heads over the same actors.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="ArgumentException">The other heads have other actors or choices.</exception>
    public Tensor KlDivergence(ActorHeads other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Expect.SameActors(_policy, _actors, other._actors);
        using DisposeScope scope = NewDisposeScope();
        return _actors.Sum(Total(_choices.KlDivergence(other._choices))).MoveToOuterDisposeScope();
    }

    /// <summary>Keeps the tensors when the current dispose scope ends, and gives them to the one around it.</summary>
    /// <param name="scope">The current dispose scope.</param>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        _choices.MoveToOuterDisposeScope(scope);
        _actors.MoveToOuterDisposeScope(scope);
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _choices.Dispose();
        _actors.Dispose();
    }

    /// <summary>Places of the heads, each behind those that it depends on, else in the order of declaration.</summary>
    private static int[] InOrderOfDependence(string policy, HeadInput[] heads)
    {
        List<int> order = [];
        while (order.Count < heads.Length)
        {
            int next = Enumerable.Range(0, heads.Length).FirstOrDefault(head => !order.Contains(head)
                && (heads[head].Gate is not { } gate || order.Contains(gate.Parent))
                && (heads[head].Table is not { } table || order.Contains(table)), -1);
            if (next < 0)
            {
                throw new ArgumentException($"{policy}: expected heads that depend on others of the same actor and not in a circle.", nameof(heads));
            }

            order.Add(next);
        }

        return [.. order];
    }

    /// <summary>The logits <c>(rows, choices)</c> of each head.</summary>
    private static Tensor[] Logits(ActorRows actors, Tensor features, HeadInput[] heads)
    {
        IProjectedHead[] projected = [.. heads.Select(head => head.Head).OfType<IProjectedHead>()];
        Tensor? columns = projected.Length == 0 ? null
            : nn.functional.linear(features, Beside(projected.Select(head => head.Weight)), Beside(projected.Select(head => head.Bias)));
        Tensor[] logits = new Tensor[heads.Length];
        long column = 0;
        for (int i = 0; i < heads.Length; i++)
        {
            if (heads[i].Head is IProjectedHead)
            {
                logits[i] = projected.Length == 1 ? columns! : columns!.narrow(1, column, heads[i].Choices);
                column += heads[i].Choices;
            }
            else
            {
                logits[i] = heads[i].Point(actors, features);
            }
        }

        return logits;
    }

    private static Tensor Beside(IEnumerable<Tensor> parameters)
    {
        Tensor[] all = [.. parameters];
        return all is [Tensor only] ? only : cat(all, 0);
    }

    private static Tensor Total(Tensor[] perHead) => perHead.Aggregate((total, next) => total.add(next));

    /// <summary>The log-probabilities <c>(rows)</c> of each head, in the order of the tree.</summary>
    private Tensor[] LogProbOfRows(ReadOnlySpan<Tensor> actions)
    {
        if (actions.Length != _names.Length)
        {
            throw new ArgumentException($"{_policy}: expected the actions of {_names.Length} heads ({string.Join(", ", _names)}), got {actions.Length}.", nameof(actions));
        }

        Tensor[] rows = new Tensor[actions.Length];
        for (int place = 0; place < rows.Length; place++)
        {
            int head = _order[place];
            Expect.Actions(_policy, _names[head], actions[head], _actors, _choices[place].Choices, _choices[place].Probs.device);
            rows[place] = _actors.Gather(actions[head]);
        }

        return _choices.LogProb(rows);
    }

    /// <summary>From the order of the tree to that of declaration, and from rows to slots.</summary>
    private Tensor[] ToSlots(DisposeScope scope, Tensor[] rows)
    {
        Tensor[] slots = new Tensor[rows.Length];
        for (int place = 0; place < rows.Length; place++)
        {
            slots[_order[place]] = _actors.Scatter(rows[place], Scalars.MinusOne);
        }

        scope.MoveToOuter(slots);
        return slots;
    }
}
