using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines;

/// <summary>
/// Draws and evaluates actions with <see cref="SkirmishNetwork"/>. Every head is drawn, and contributes only if the order uses it.
/// </summary>
internal sealed class HandWrittenSkirmish : ISkirmishContender
{
    private readonly SkirmishNetwork _network;
    private readonly IContender _choices;
    private readonly SkirmishPolicy.Observation _observation;
    private readonly Tensor _commandMask;
    private readonly Tensor _headingMask;
    private readonly Tensor _targetMask;

    /// <summary>Creates a network with given parameters.</summary>
    /// <param name="style">The masking style.</param>
    /// <param name="observation">The observation.</param>
    /// <param name="parameters">The initial parameters, by their names in <see cref="SkirmishPolicy"/>.</param>
    public HandWrittenSkirmish(
        HandWrittenStyle style,
        SkirmishPolicy.Observation observation,
        IReadOnlyDictionary<string, Tensor> parameters
    )
    {
        _network = new SkirmishNetwork(style);
        _choices = style.Choices;
        _observation = observation;
        _commandMask = _choices.Prepare(observation.CommandMask!);
        _headingMask = _choices.Prepare(observation.HeadingMask!);
        _targetMask = _choices.Prepare(observation.UnitsMask.logical_and(observation.TargetMask!));
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
        Tensor command = _choices.Probs(outputs.Command, _commandMask);
        Tensor heading = _choices.Probs(outputs.Heading, _headingMask).mul(command.narrow(1, (long)Order.Move, 1));
        Tensor target = _choices.Probs(outputs.Target, _targetMask).mul(command.narrow(1, (long)Order.Attack, 1));
        return cat([command, heading, target], 1);
    }

    public SkirmishActions Act()
    {
        SkirmishNetwork.Outputs outputs = _network.forward(_observation);
        (Tensor command, Tensor commandLogProb) = _choices.Act(outputs.Command, _commandMask);
        (Tensor heading, Tensor headingLogProb) = _choices.Act(outputs.Heading, _headingMask);
        (Tensor target, Tensor targetLogProb) = _choices.Act(outputs.Target, _targetMask);
        JointLogProb(command, commandLogProb, headingLogProb, targetLogProb);
        return new SkirmishActions(command, heading, target);
    }

    public (Tensor LogProb, Tensor Entropy, Tensor Value) Evaluate(SkirmishActions actions)
    {
        SkirmishNetwork.Outputs outputs = _network.forward(_observation);
        (Tensor commandLogProb, Tensor commandEntropy) = _choices.Evaluate(outputs.Command, _commandMask, actions.Command);
        (Tensor headingLogProb, Tensor headingEntropy) = _choices.Evaluate(outputs.Heading, _headingMask, actions.Heading);
        (Tensor targetLogProb, Tensor targetEntropy) = _choices.Evaluate(outputs.Target, _targetMask, actions.Target);
        Tensor probs = _choices.Probs(outputs.Command, _commandMask);
        Tensor entropy = commandEntropy
            .add(probs.select(1, (long)Order.Move).mul(headingEntropy))
            .add(probs.select(1, (long)Order.Attack).mul(targetEntropy));
        return (JointLogProb(actions.Command, commandLogProb, headingLogProb, targetLogProb), entropy, outputs.Value);
    }

    public void Dispose() => _network.Dispose();

    private static Tensor JointLogProb(Tensor command, Tensor commandLogProb, Tensor headingLogProb, Tensor targetLogProb) => commandLogProb
        .add(command.eq((long)Order.Move).mul(headingLogProb))
        .add(command.eq((long)Order.Attack).mul(targetLogProb));
}
