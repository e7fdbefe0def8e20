using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The heads of one kind of actor and what they choose: all choices of all heads lie side by side in one logit matrix and one mask,
/// with one row per actor.
/// </summary>
public sealed class ActorHeads : IDisposable
{
    private readonly string _policy;
    private readonly string[] _names;
    private readonly int[] _component;          // the component of a head: projected heads come first in the columns
    private readonly ActorRows _actors;
    private readonly MaskedComponents _choices;

    private ActorHeads(string policy, string[] names, int[] component, ActorRows actors, MaskedComponents choices)
    {
        _policy = policy;
        _names = names;
        _component = component;
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
        int[] order = [.. Enumerable.Range(0, inputs.Length).OrderBy(i => inputs[i].Head is IProjectedHead ? 0 : 1)];
        HeadInput[] columns = [.. order.Select(i => inputs[i])];
        MaskedComponents choices = new(Logits(actors, features, columns), Legal(policy, actors, columns, features.device), [.. columns.Select(head => head.Choices)]);
        ActorHeads result = new(policy, [.. inputs.Select(head => head.Name)], [.. Enumerable.Range(0, order.Length).Select(i => Array.IndexOf(order, i))], actors, choices);
        choices.MoveToOuterDisposeScope(scope);
        return result;
    }

    /// <summary>Draws an action of every head and actor.</summary>
    /// <param name="draw">The random numbers of one step.</param>
    /// <param name="firstLane">The number of heads that the policy's other actors have before these.</param>
    /// <returns>One int64 tensor a head, of the actors' shape: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>; -1 is no action.</returns>
    public Tensor[] Sample(RandomDraw draw, int firstLane)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToSlots(scope, head => _choices[_component[head]].Sample(_actors.Uniforms(draw, firstLane + head)));
    }

    /// <summary>The most probable legal action of every head and actor.</summary>
    /// <returns>As <see cref="Sample"/>.</returns>
    public Tensor[] Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        return ToSlots(scope, head => _choices[_component[head]].Mode());
    }

    /// <summary>The joint log-probability of each environment: the sum over its actors and their heads.</summary>
    /// <param name="actions">One tensor a head, as <see cref="Sample"/> gives them; what absent actors have is not read.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="MaskShapeException">A tensor's shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below the number of its head's choices.</exception>
    /// <exception cref="ArgumentException">There is not one tensor per head.</exception>
    public Tensor LogProb(params ReadOnlySpan<Tensor> actions)
    {
        if (actions.Length != _names.Length)
        {
            throw new ArgumentException($"{_policy}: expected the actions of {_names.Length} heads ({string.Join(", ", _names)}), got {actions.Length}.", nameof(actions));
        }

        for (int head = 0; head < _names.Length; head++)
        {
            Check(head, actions[head]);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor total = LogProbOfRows(0, actions[0]);
        for (int head = 1; head < _names.Length; head++)
        {
            total = total.add(LogProbOfRows(head, actions[head]));
        }

        return _actors.Sum(total).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of one head's actions.</summary>
    /// <param name="head">The head, in the order of declaration.</param>
    /// <param name="actions">The head's actions, as <see cref="Sample"/> gives them.</param>
    /// <returns>Of the actors' shape; 0 for absent actors.</returns>
    /// <exception cref="MaskShapeException">The tensor's shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below the number of the head's choices.</exception>
    public Tensor HeadLogProb(int head, Tensor actions)
    {
        Check(head, actions);
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(LogProbOfRows(head, actions), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The masked probabilities of one head.</summary>
    /// <param name="head">The head, in the order of declaration.</param>
    /// <returns>Of the actors' shape and one axis of choices; 0 where masked and for absent actors.</returns>
    public Tensor HeadProbs(int head)
    {
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_choices[_component[head]].Probs, Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy of each environment: the sum over heads, and the mean over actors, in nats.</summary>
    /// <returns><c>(batch)</c>.</returns>
    public Tensor Entropy()
    {
        using DisposeScope scope = NewDisposeScope();
        return _actors.Reduce(_choices.Entropy(), EntropyReduction.Mean).MoveToOuterDisposeScope();
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
        return _actors.Sum(_choices.KlDivergence(other._choices)).MoveToOuterDisposeScope();
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

    private static Tensor Logits(ActorRows actors, Tensor features, HeadInput[] columns)
    {
        List<Tensor> logits = [];
        IProjectedHead[] projected = [.. columns.Select(head => head.Head).OfType<IProjectedHead>()];
        if (projected.Length > 0)
        {
            logits.Add(nn.functional.linear(features, Beside(projected.Select(head => head.Weight)), Beside(projected.Select(head => head.Bias))));
        }

        logits.AddRange(columns.Skip(projected.Length).Select(head => head.Point(actors, features)));
        return logits is [Tensor only] ? only : cat(logits, 1);
    }

    private static Tensor? Legal(string policy, ActorRows actors, HeadInput[] columns, Device device)
    {
        Tensor?[] legal = [.. columns.Select(head => head.Legal(policy, actors, device))];
        if (legal.All(mask => mask is null))
        {
            return null;
        }

        Tensor[] masks = [.. legal.Select((mask, i) => mask ?? ones([actors.Rows, columns[i].Choices], ScalarType.Bool, device))];
        return masks is [Tensor only] ? only : cat(masks, 1);
    }

    private static Tensor Beside(IEnumerable<Tensor> parameters)
    {
        Tensor[] all = [.. parameters];
        return all is [Tensor only] ? only : cat(all, 0);
    }

    private void Check(int head, Tensor actions) =>
        Expect.Actions(_policy, _names[head], actions, _actors, _choices[_component[head]].Choices, _choices.Probs.device);

    private Tensor LogProbOfRows(int head, Tensor actions) => _choices[_component[head]].LogProbOfChecked(_actors.Gather(actions));

    private Tensor[] ToSlots(DisposeScope scope, Func<int, Tensor> rowsOf)
    {
        Tensor[] slots = new Tensor[_names.Length];
        for (int head = 0; head < slots.Length; head++)
        {
            slots[head] = scope.MoveToOuter(_actors.Scatter(rowsOf(head), Scalars.MinusOne));
        }

        return slots;
    }
}
