using System.ComponentModel;
using Masking.Heads;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>What the choices of one kind of actor are worth, with one row per actor. Made by <see cref="QHead{T}.Judge"/>.</summary>
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

    /// <summary>The legal choice of the greatest value of every actor, ties to the lowest index.</summary>
    /// <returns>
    /// int64 of the actors' shape: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>; -1 is no action.
    /// </returns>
    public Tensor Greedy()
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.Greedy(), Scalars.MinusOne).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// With probability <paramref name="epsilon"/>, of every actor for itself, a uniformly random legal choice, else the greedy one.
    /// </summary>
    /// <param name="epsilon">0 to 1.</param>
    /// <param name="stream">The random numbers; takes one step of it.</param>
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

    /// <summary>The greatest value of every actor over legal choices, with gradient.</summary>
    /// <returns>Of the actors' shape; 0 for absent actors and where no choice is legal.</returns>
    public Tensor Max()
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.Max(), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The values of given actions, with gradient.</summary>
    /// <param name="actions">int64, as <see cref="Greedy"/> gives them; what absent actors have is not read.</param>
    /// <returns>Of the actors' shape; -inf for a masked choice; 0 for -1, no action, and for absent actors.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below the number of choices.</exception>
    public Tensor Of(Tensor actions)
    {
        RequireAlive();
        _actors.RequireActions(_policy, _name, actions, _values.Choices, _values.Device);
        using DisposeScope scope = NewDisposeScope();
        return _actors.Scatter(_values.OfValidated(_actors.Gather(actions)), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>Refuses values by which nothing can be chosen.</summary>
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

    /// <summary>Keeps the tensors when the current dispose scope ends, and gives them to the one around it.</summary>
    /// <param name="scope">The current dispose scope.</param>
    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        _values.MoveToOuterDisposeScope(scope);
        _actors.MoveToOuterDisposeScope(scope);
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _values.Dispose();
        _actors.Dispose();
    }

    /// <summary>What is valued, for how many actors.</summary>
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

    internal static ActorValues Judge(string policy, string name, ActorRows actors, Tensor features, ProjectedHead head, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(actors);
        Expect.Floating(policy, nameof(features), features, 2, "(rows, inputs)");
        Expect.Size(policy, nameof(features), features, [actors.Rows, head.Inputs]);
        Expect.Mask(policy, name, mask, [.. actors.Shape, head.Choices], features.device);

        using DisposeScope scope = NewDisposeScope();
        IProjectedHead projection = head;
        MaskedValues values = new(
            nn.functional.linear(features, projection.Weight, projection.Bias),
            mask is null ? null : actors.Gather(mask));
        values.MoveToOuterDisposeScope(scope);
        return new ActorValues(policy, name, actors, values);
    }
}
