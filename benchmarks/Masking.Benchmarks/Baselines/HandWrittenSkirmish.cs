using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>Acting and learning with <see cref="SkirmishNetwork"/>: every head is drawn, and counts where the order needs it.</summary>
internal sealed class HandWrittenSkirmish : ISkirmishContender
{
    private readonly SkirmishNetwork _network;
    private readonly IContender _choosing;
    private readonly SkirmishPolicy.Observation _observation;
    private readonly Tensor _commandMask;
    private readonly Tensor _headingMask;
    private readonly Tensor _targetMask;

    /// <summary>A network with given parameters.</summary>
    /// <param name="style">How it masks.</param>
    /// <param name="observation">What it sees.</param>
    /// <param name="parameters">The parameters to begin with, by their names in <see cref="SkirmishPolicy"/>.</param>
    public HandWrittenSkirmish(
        HandWrittenStyle style,
        SkirmishPolicy.Observation observation,
        IReadOnlyDictionary<string, Tensor> parameters
    )
    {
        _network = new SkirmishNetwork(style);
        _choosing = style.Choosing;
        _observation = observation;
        _commandMask = _choosing.Prepare(observation.CommandMask!);
        _headingMask = _choosing.Prepare(observation.HeadingMask!);
        _targetMask = _choosing.Prepare(observation.UnitsMask.logical_and(observation.TargetMask!));
        using IDisposable frozen = no_grad();
        foreach ((string name, Tensor parameter) in Parameters)
        {
            parameter.copy_(parameters[name]);
        }
    }

    public IReadOnlyDictionary<string, Tensor> Parameters => _network.named_parameters().ToDictionary(
        each => $"{SkirmishNetwork.NamesInPolicy[each.name.Split('.')[0]]}.{each.name.Split('.', 2)[1]}", Tensor (each) => each.parameter);

    public Tensor Probs()
    {
        SkirmishNetwork.Outputs outputs = _network.forward(_observation);
        Tensor command = _choosing.Probs(outputs.Command, _commandMask);
        Tensor heading = _choosing.Probs(outputs.Heading, _headingMask).mul(command.narrow(1, (long)Order.Move, 1));
        Tensor target = _choosing.Probs(outputs.Target, _targetMask).mul(command.narrow(1, (long)Order.Attack, 1));
        return cat([command, heading, target], 1);
    }

    public SkirmishActions Act()
    {
        SkirmishNetwork.Outputs outputs = _network.forward(_observation);
        (Tensor command, Tensor ofCommand) = _choosing.Act(outputs.Command, _commandMask);
        (Tensor heading, Tensor ofHeading) = _choosing.Act(outputs.Heading, _headingMask);
        (Tensor target, Tensor ofTarget) = _choosing.Act(outputs.Target, _targetMask);
        Joint(command, ofCommand, ofHeading, ofTarget);
        return new SkirmishActions(command, heading, target);
    }

    public (Tensor LogProb, Tensor Entropy, Tensor Value) Evaluate(SkirmishActions actions)
    {
        SkirmishNetwork.Outputs outputs = _network.forward(_observation);
        (Tensor ofCommand, Tensor commandEntropy) = _choosing.Evaluate(outputs.Command, _commandMask, actions.Command);
        (Tensor ofHeading, Tensor headingEntropy) = _choosing.Evaluate(outputs.Heading, _headingMask, actions.Heading);
        (Tensor ofTarget, Tensor targetEntropy) = _choosing.Evaluate(outputs.Target, _targetMask, actions.Target);
        Tensor probs = _choosing.Probs(outputs.Command, _commandMask);
        Tensor entropy = commandEntropy
            .add(probs.select(1, (long)Order.Move).mul(headingEntropy))
            .add(probs.select(1, (long)Order.Attack).mul(targetEntropy));
        return (Joint(actions.Command, ofCommand, ofHeading, ofTarget), entropy, outputs.Value);
    }

    public void Dispose() => _network.Dispose();

    private static Tensor Joint(Tensor command, Tensor ofCommand, Tensor ofHeading, Tensor ofTarget) => ofCommand
        .add(command.eq((long)Order.Move).mul(ofHeading))
        .add(command.eq((long)Order.Attack).mul(ofTarget));
}
