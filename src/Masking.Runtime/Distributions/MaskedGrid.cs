using Masking.Choices;
using Masking.CompilerServices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A categorical distribution for every agent on a grid. Cells without an agent are not computed: their action is -1, and they contribute
/// nothing to log-probability, entropy and divergence.
/// </summary>
/// <remarks>
/// <para>The log-probability of an environment is the sum over its agents (Han et al. 2019, "Grid-Wise Control for Multi-Agent
/// Reinforcement Learning in Video Game AI"). An environment without agents has log-probability 0 and entropy 0.</para>
/// <para>Logits in half precision are converted to float32. Input tensors are not modified. The caller owns the tensors that the methods
/// return; the distribution owns <see cref="Probs"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// Tensor logits = randn(16, 6, 8, 8);                          // (batch, actions, height, width)
/// Tensor agents = rand(16, 8, 8) &gt; 0.8f;                       // (batch, height, width) bool, true = the cell contains an agent
/// using MaskedGrid grid = new(logits, agents);
/// Tensor actions = grid.Sample(new RandomStream(seed: 1));     // (16, 8, 8) int64; -1 where there is no agent
/// Tensor logProb = grid.LogProb(actions);                      // (16): the sum over the agents
/// Tensor entropy = grid.Entropy(EntropyReduction.Mean);        // (16): the mean over the agents with a choice, in nats
/// </code>
/// </example>
public sealed class MaskedGrid : IDisposable
{
    private readonly ActorRows _agents;
    private readonly IMaskedChoice _rows;
    private readonly Tensor? _haveChoice;       // (agents); null: all
    private readonly long _choices;
    private readonly Tensor _probs;
    private bool _isDisposed;

    /// <summary>Creates the distributions of all cells that contain an agent.</summary>
    /// <param name="logits"><c>(batch, actions, height, width)</c>, floating point.</param>
    /// <param name="agents"><c>(batch, height, width)</c> bool, true = the cell contains an agent.</param>
    /// <param name="mask"><c>(batch, actions, height, width)</c> bool, true = allowed; null allows every choice.</param>
    /// <exception cref="MaskShapeException">The logits are not floating point or do not have four axes, or a
    /// mask has a wrong shape, element type or device.</exception>
    public MaskedGrid(Tensor logits, Tensor agents, Tensor? mask = null)
    {
        Expect.Floating(nameof(MaskedGrid), nameof(logits), logits, 4, "(batch, actions, height, width)");
        ArgumentNullException.ThrowIfNull(agents);
        long[] shape = logits.shape;
        Expect.Mask(nameof(MaskedGrid), nameof(agents), agents, [shape[0], shape[2], shape[3]], logits.device);
        Expect.Mask(nameof(MaskedGrid), nameof(mask), mask, shape, logits.device);

        using DisposeScope scope = NewDisposeScope();
        _agents = ActorRows.OfThePresent(agents);
        _choices = shape[1];
        Tensor? legal = mask is null ? null : GatherAgents(mask);
        _rows = Engine.Choice(GatherAgents(logits), legal);
        _haveChoice = legal is null ? null : scope.MoveToOuter(legal.any(-1));
        _probs = scope.MoveToOuter(_agents.Scatter(_rows.Probs(), Scalars.Zero).permute(0, 3, 1, 2));
        _rows.MoveToOuterDisposeScope(scope);
        _agents.MoveToOuterDisposeScope(scope);
    }

    /// <summary>
    /// The probabilities <c>(batch, actions, height, width)</c>, which are exactly 0 where masked and where there is no agent.
    /// </summary>
    public Tensor Probs
    {
        get
        {
            RequireAlive();
            return _probs;
        }
    }

    /// <summary>Samples one action per agent.</summary>
    /// <param name="stream">The random numbers. It advances by one step.</param>
    /// <param name="temperature">Divides the logits: a value below 1 sharpens the distribution, above 1 flattens it. Positive.</param>
    /// <returns><c>(batch, height, width)</c> int64; -1 where there is no agent and where an agent has no legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(stream);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Scatter(_rows.Sample(_agents.Uniforms(stream.Next(temperature)), 0), Scalars.MinusOne).MoveToOuterDisposeScope();
    }

    /// <summary>The most probable legal action of each agent. Ties go to the lowest index.</summary>
    /// <returns><c>(batch, height, width)</c> int64; -1 where there is no agent and where an agent has no legal choice.</returns>
    public Tensor Mode()
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        return _agents.Scatter(_rows.Mode(), Scalars.MinusOne).MoveToOuterDisposeScope();
    }

    /// <summary>The log-probability of the joint action of each environment: the sum over its agents.</summary>
    /// <param name="actions"><c>(batch, height, width)</c> int64. Actions of cells without an agent are ignored.</param>
    /// <returns><c>(batch)</c>: -inf where the action of an agent is masked; 0 without agents.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The action of an agent is below -1, or not below the number of actions.</exception>
    public Tensor LogProb(Tensor actions)
    {
        RequireAlive();
        _agents.RequireActions(nameof(MaskedGrid), nameof(actions), actions, _choices, Probs.device);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Sum(_rows.LogProb(_agents.Gather(actions))).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The log-probabilities <c>(batch, actions, height, width)</c>: -inf, with gradient 0, where masked and where there is no agent. Every
    /// call returns a new tensor, which the caller owns.
    /// </summary>
    public Tensor LogProbs
    {
        get
        {
            RequireAlive();
            using DisposeScope scope = NewDisposeScope();
            return _agents.Scatter(_rows.LogProbs(), Scalars.NegativeInfinity).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
        }
    }

    /// <summary>
    /// The cross-entropy <c>-Σ t log p</c> of each environment and target distributions t of its agents, in nats: the sum over the agents.
    /// </summary>
    /// <remarks>An action with t = 0 contributes 0, in value and gradient, even where it is masked.</remarks>
    /// <param name="target">t: <c>(batch, actions, height, width)</c>, floating point. Cells without an agent are ignored.</param>
    /// <returns><c>(batch)</c>: +inf, with gradient 0, where t of a masked action is not 0.</returns>
    /// <exception cref="MaskShapeException">The target has a wrong shape, element type or device.</exception>
    public Tensor CrossEntropy(Tensor target)
    {
        RequireAlive();
        Expect.Target(nameof(MaskedGrid), nameof(target), target, _probs.shape, _probs.device);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Sum(_rows.CrossEntropy(GatherAgents(target).to(_probs.dtype))).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The probabilities <c>(batch, actions, height, width)</c> at a temperature. Every call returns a new tensor, which the caller owns.
    /// </summary>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor ProbsAt(double temperature)
    {
        RequireAlive();
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        Tensor probs = _rows.AtTemperature(temperature).Probs();
        return _agents.Scatter(probs, Scalars.Zero).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The log-probability of the joint action of each environment at a temperature, which is that of a sample at this temperature.
    /// </summary>
    /// <param name="actions"><c>(batch, height, width)</c> int64. Actions of cells without an agent are ignored.</param>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <returns>As for <see cref="LogProb(Tensor)"/>.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The action of an agent is out of range, or <paramref name="temperature"/> is not
    /// positive and finite.</exception>
    public Tensor LogProb(Tensor actions, double temperature)
    {
        RequireAlive();
        _agents.RequireActions(nameof(MaskedGrid), nameof(actions), actions, _choices, Probs.device);
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Sum(_rows.AtTemperature(temperature).LogProb(_agents.Gather(actions))).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy of each environment, in nats.</summary>
    /// <param name="reduction">The mean over the agents of an environment that have a legal choice, or the sum over all agents.</param>
    /// <returns><c>(batch)</c>; 0 if no agent has a legal choice.</returns>
    public Tensor Entropy(EntropyReduction reduction = EntropyReduction.Mean)
    {
        RequireAlive();
        using DisposeScope scope = NewDisposeScope();
        return _agents.Reduce(_rows.Entropy(), reduction, _haveChoice).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The Kullback-Leibler divergence <c>KL(p ‖ q)</c> of the joint action of each environment in nats: the sum over its agents. p is this
    /// distribution.
    /// </summary>
    /// <param name="other">The distribution q, over the same agents.</param>
    /// <returns><c>(batch)</c>: +inf where q forbids an action that is legal in p.</returns>
    /// <exception cref="ArgumentException">The agents of the two distributions differ.</exception>
    public Tensor KlDivergence(MaskedGrid other)
    {
        RequireAlive();
        ArgumentNullException.ThrowIfNull(other);
        other.RequireAlive();
        _agents.RequireSame(nameof(MaskedGrid), other._agents);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Sum(_rows.KlDivergence(other._rows)).MoveToOuterDisposeScope();
    }

    /// <summary>Disposes the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _rows.Dispose();
        _agents.Dispose();
        _haveChoice?.Dispose();
        _probs.Dispose();
    }

    /// <summary>Returns the agents and the number of choices.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedGrid), _isDisposed, ("Agents", _agents), ("Choices", _choices));

    private void RequireAlive() => Alive.Require(_isDisposed, _agents.IsReleased, this);

    private Tensor GatherAgents(Tensor perCell) => _agents.Gather(perCell.permute(0, 2, 3, 1));
}
