using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>Gathers the steps of one rollout. The tensors join the dispose scope that is current when they are added.</summary>
internal sealed class RolloutBuffer<TObservation, TActions>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
{
    private readonly List<TObservation> _observations = [];
    private readonly List<TActions> _actions = [];
    private readonly List<Tensor> _logProbs = [];
    private readonly List<Tensor> _values = [];
    private readonly List<float> _rewards = [];
    private readonly List<bool> _dones = [];

    /// <summary>Adds one step of all environments.</summary>
    public void Add(TObservation observation, Step<TActions> step, StepResult result)
    {
        _observations.Add(observation);
        _actions.Add(step.Actions);
        _logProbs.Add(step.LogProb);
        _values.Add(step.Value);
        _rewards.AddRange(result.Rewards);
        _dones.AddRange(result.Dones);
    }

    /// <summary>The steps one after the other, with their advantages.</summary>
    /// <param name="lastValues"><c>(environments)</c>: the values of the states after the last step.</param>
    /// <param name="options">Discount and decay.</param>
    public Rollout<TObservation, TActions> Build(Tensor lastValues, PpoOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = cat(_values);
        Tensor advantages = tensor(GeneralizedAdvantage.Estimate(
            [.. _rewards], values.data<float>().ToArray(), [.. _dones], lastValues.data<float>().ToArray(), options.Discount, options.AdvantageDecay));
        return new Rollout<TObservation, TActions>(
            _observations.Concatenate().MoveToOuterDisposeScope(),
            _actions.Concatenate().MoveToOuterDisposeScope(),
            cat(_logProbs).MoveToOuterDisposeScope(),
            advantages.MoveToOuterDisposeScope(),
            advantages.add(values).MoveToOuterDisposeScope());
    }
}
