using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Library;

/// <summary>The contender of the library: <see cref="SkirmishPolicy"/>.</summary>
/// <param name="observation">The observation.</param>
internal sealed class LibrarySkirmish(SkirmishPolicy.Observation observation) : ISkirmishContender
{
    private readonly SkirmishPolicy _policy = new();
    private readonly RandomStream _stream = new(seed: 1);

    public IReadOnlyDictionary<string, Tensor> Parameters =>
        _policy.named_parameters().ToDictionary(each => each.name, Tensor (each) => each.parameter);

    public Tensor Probs()
    {
        SkirmishPolicy.Distribution distribution = _policy.call(observation);
        Tensor command = distribution.CommandProbs;
        return cat(
            [
                command,
                command.narrow(1, (long)Order.Move, 1).mul(distribution.HeadingProbs),
                command.narrow(1, (long)Order.Attack, 1).mul(distribution.TargetProbs),
            ],
            1
        );
    }

    public SkirmishActions Act()
    {
        SkirmishPolicy.Actions actions = _policy.Act(observation, _stream).Actions;
        return new SkirmishActions(actions.Command, actions.Heading, actions.Target);
    }

    public (Tensor LogProb, Tensor Entropy, Tensor Value) Evaluate(SkirmishActions actions)
    {
        SkirmishPolicy.Actions given = new() { Command = actions.Command, Heading = actions.Heading, Target = actions.Target };
        (Tensor logProb, Tensor entropy, Tensor value) = _policy.Evaluate(observation, given);
        return (logProb, entropy, value);
    }

    public void Dispose() => _policy.Dispose();
}
