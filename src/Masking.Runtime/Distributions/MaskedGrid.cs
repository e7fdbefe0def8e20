using Masking.Choices;
using Masking.CompilerServices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// One categorical distribution for every agent on a grid. Cells without an agent are not computed: they take no action (-1)
/// and count nothing.
/// </summary>
/// <remarks>
/// The joint log-probability of an environment is the sum over its agents (Han et al. 2019, "Grid-Wise Control for Multi-Agent
/// Reinforcement Learning in Video Game AI"); an environment without agents has log-probability 0 and entropy 0.
/// </remarks>
public sealed class MaskedGrid : IDisposable
{
    private readonly ActorRows _agents;
    private readonly IMaskedChoice _rows;
    private readonly long _choices;
    private readonly Tensor _probs;
    private bool _isDisposed;

    /// <summary>Gathers the cells with an agent, masks, then normalises.</summary>
    /// <param name="logits"><c>(batch, actions, height, width)</c>, floating point.</param>
    /// <param name="agents"><c>(batch, height, width)</c> bool, true = an agent stands here.</param>
    /// <param name="mask"><c>(batch, actions, height, width)</c> bool, true = allowed; null allows everything.</param>
    /// <exception cref="MaskShapeException">A mask's shape, element type or device do not fit the logits.</exception>
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
        _rows = Engine.Choice(PerAgent(logits), mask is null ? null : PerAgent(mask));
        _probs = scope.MoveToOuter(_agents.Scatter(_rows.Probs(), Scalars.Zero).permute(0, 3, 1, 2));
        _rows.MoveToOuterDisposeScope(scope);
        _agents.MoveToOuterDisposeScope(scope);
    }

    /// <summary>The probabilities <c>(batch, actions, height, width)</c>: exactly 0 where masked and where no agent stands.</summary>
    public Tensor Probs
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _probs;
        }
    }

    /// <summary>Draws one action per agent.</summary>
    /// <param name="stream">The random numbers; takes one step of it.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(batch, height, width)</c> int64; -1 where no agent stands and where an agent has no legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Scatter(_rows.Sample(_agents.Uniforms(stream.Next(temperature)), 0), Scalars.MinusOne).MoveToOuterDisposeScope();
    }

    /// <summary>The most probable legal action of each agent, ties to the lowest index.</summary>
    /// <returns><c>(batch, height, width)</c> int64; -1 where no agent stands and where an agent has no legal choice.</returns>
    public Tensor Mode()
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Scatter(_rows.Mode(), Scalars.MinusOne).MoveToOuterDisposeScope();
    }

    /// <summary>The joint log-probability of each environment: the sum over its agents.</summary>
    /// <param name="actions"><c>(batch, height, width)</c> int64; what stands on cells without an agent is not read.</param>
    /// <returns><c>(batch)</c>: -inf where an agent's action is masked.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An agent's action is below -1, or not below the number of actions.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        _agents.RequireActions(nameof(MaskedGrid), nameof(actions), actions, _choices, Probs.device);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Sum(_rows.LogProb(_agents.Gather(actions))).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy of each environment, in nats.</summary>
    /// <param name="reduction">The mean over its agents, or their sum.</param>
    /// <returns><c>(batch)</c>.</returns>
    public Tensor Entropy(EntropyReduction reduction = EntropyReduction.Mean)
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Reduce(_rows.Entropy(), reduction).MoveToOuterDisposeScope();
    }

    /// <summary>The Kullback-Leibler divergence of each environment's joint action: the sum over its agents, in nats.</summary>
    /// <param name="other">q: a distribution over the same agents.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="ArgumentException">The other distribution has other agents.</exception>
    public Tensor KlDivergence(MaskedGrid other)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(other);
        Alive.Require(other._isDisposed, other);
        _agents.RequireSame(nameof(MaskedGrid), other._agents);
        using DisposeScope scope = NewDisposeScope();
        return _agents.Sum(_rows.KlDivergence(other._rows)).MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _rows.Dispose();
        _agents.Dispose();
        _probs.Dispose();
    }

    /// <summary>What it is over.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedGrid), _isDisposed, ("Agents", _agents), ("Choices", _choices));

    private Tensor PerAgent(Tensor perCell) => _agents.Gather(perCell.permute(0, 2, 3, 1));
}
