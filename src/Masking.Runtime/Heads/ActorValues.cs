using System.ComponentModel;
using Masking.Heads;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>The action values of one kind of actor. <see cref="QHead{T}.Judge"/> creates it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActorValues : IDisposable
{
    private readonly string _policy;
    private readonly string _name;
    private readonly ActorRows _actors;
    private readonly MaskedValues _values;
    private bool _isDisposed;

    private ActorValues(string policy, string name, ActorRows actors, MaskedValues values)
    {
        _policy = policy;
        _name = name;
        _actors = actors;
        _values = values;
    }

    /// <summary>The legal choice with the greatest value of every actor. Ties go to the lowest index.</summary>
    /// <returns>
    /// int64 of the shape of the actors: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>; -1 for absent actors
    /// and without a legal choice.
    /// </returns>
    public Tensor Greedy()
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.Greedy(), Scalars.MinusOne).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Chooses a uniformly random legal choice with probability <paramref name="epsilon"/>, independently for every actor, and the greedy
    /// choice otherwise.
    /// </summary>
    /// <param name="epsilon">The probability of exploration, from 0 to 1.</param>
    /// <param name="stream">The random numbers. It advances by one step.</param>
    /// <returns>As <see cref="Greedy"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    public Tensor EpsilonGreedy(double epsilon, RandomStream stream)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(stream);
        MaskedValues.RequireProbability(epsilon);
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.EpsilonGreedy(epsilon, stream.Next(), _actors), Scalars.MinusOne).MoveToOuterDisposeScope();
    }

    /// <summary>The probabilities of <see cref="EpsilonGreedy"/>.</summary>
    /// <param name="epsilon">The probability of exploration, from 0 to 1.</param>
    /// <returns>
    /// The shape of the actors, followed by an axis of choices: exactly 0 where masked, for absent actors, and without a legal choice.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    public Tensor EpsilonGreedyProbs(double epsilon)
    {
        RequireAlive();
        MaskedValues.RequireProbability(epsilon);
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.EpsilonGreedyProbs(epsilon), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The values of all choices of every actor, with gradient.</summary>
    /// <returns>The shape of the actors, followed by an axis of choices: -inf where masked, and for absent actors.</returns>
    public Tensor All()
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.All, Scalars.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>The greatest value of a legal choice of every actor, with gradient.</summary>
    /// <returns>The shape of the actors; 0 for absent actors and without a legal choice.</returns>
    public Tensor Max()
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.Max(), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The values of the actions, with gradient.</summary>
    /// <param name="actions">int64 of the shape of the actors. The actions of absent actors are ignored.</param>
    /// <returns>The shape of the actors: -inf for a masked choice; 0 for -1 and for absent actors.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below the number of choices.</exception>
    public Tensor Of(Tensor actions)
    {
        RequireAlive();
        _actors.RequireActions(_policy, _name, actions, _values.Choices, _values.Device);
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.OfValidated(_actors.Gather(actions)), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>Throws if the values of the legal choices are not finite, so that none can be chosen. A value of -inf is allowed.</summary>
    /// <exception cref="NonFiniteLogitsException">A legal value is NaN or +inf.</exception>
    public void RequireFinite()
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        int[] rows = _values.NonFiniteRows();
        if (rows.Length == 0)
        {
            return;
        }

        long slots = _actors.Shape[1..].Product();
        IEnumerable<long> environments = rows.Select(row => _actors.IsTheOneAgent ? row : _actors.Slots[row] / slots);
        throw new NonFiniteLogitsException(_policy, _name, [.. environments.Distinct()]);
    }

    /// <summary>Moves the tensors out of a dispose scope into the scope around it.</summary>
    /// <param name="scope">The dispose scope.</param>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        _values.MoveToOuterDisposeScope(scope);
        _actors.MoveToOuterDisposeScope(scope);
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _values.Dispose();
        _actors.Dispose();
    }

    /// <summary>Returns the name of the head, the number of choices and the number of actors.</summary>
    public override string ToString() => _isDisposed
        ? $"{nameof(ActorValues)} (disposed)"
        : $"{_name} of {_values.Choices} choices for {_actors.Rows} actors in {Expect.Text(_actors.Shape)}";

    private void RequireAlive()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException($"{_policy}.Values");
        }
    }

    /// <inheritdoc cref="QHead{T}.Judge"/>
    internal static ActorValues Create(string policy, string name, ActorRows actors, Tensor features, ProjectedHead head, Tensor? mask)
    {
        IProjectedHead layer = head;
        return Create(
            policy, name, actors, features, head, head.Choices, rows => nn.functional.linear(rows, layer.Weight, layer.Bias), mask);
    }

    /// <summary>Computes the values of all choices of every actor.</summary>
    /// <param name="policy">The name of the policy, for errors.</param>
    /// <param name="name">The name of the declared member, for errors.</param>
    /// <param name="actors">The actors.</param>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>, floating point.</param>
    /// <param name="head">The head.</param>
    /// <param name="choices">The number of its choices.</param>
    /// <param name="compute">Computes the values <c>(rows, choices)</c> from the features.</param>
    /// <param name="mask"><c>(batch, actors…, choices)</c> bool; null allows every choice.</param>
    internal static ActorValues Create(
        string policy, string name, ActorRows actors, Tensor features, ActionHead head, int choices, Func<Tensor, Tensor> compute,
        Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(actors);
        Expect.Floating(policy, nameof(features), features, 2, "(rows, inputs)");
        Expect.Size(policy, nameof(features), features, [actors.Rows, head.Inputs]);
        Expect.Mask(policy, name, mask, [.. actors.Shape, choices], features.device);

        using DisposeScope scope = NewDisposeScope();
        MaskedValues values = new(compute(features), mask is null ? null : actors.Gather(mask));
        values.MoveToOuterDisposeScope(scope);
        return new ActorValues(policy, name, actors, values);
    }
}
