using Masking.Heads;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A head that chooses an action. <see cref="Head{T}"/>, <see cref="PointerHead"/>, <see cref="SubsetHead"/> and <see cref="QHead{T}"/> are
/// the kinds.
/// </summary>
public abstract class ActionHead : nn.Module
{
    private readonly GivenChoices? given;

    /// <param name="name">The module's name.</param>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="givenChoices">Numbers in what is known of the choice of each other head that the logits depend on.</param>
    private protected ActionHead(string name, int inputs, IReadOnlyList<int>? givenChoices = null)
        : base(name)
    {
        Inputs = Sizes.Positive(inputs);
        Given = givenChoices ?? [];
        if (givenChoices is { Count: > 0 })
        {
            Sizes.RequireProduct([(inputs, nameof(inputs)), (inputs, nameof(inputs))]);
            foreach (int numbers in givenChoices)
            {
                Sizes.RequireProduct([(numbers, nameof(given)), (inputs, nameof(inputs))]);
            }

            given = new GivenChoices(inputs, givenChoices);
            register_module(nameof(given), given);
        }
    }

    /// <summary>Numbers that an actor knows.</summary>
    internal int Inputs { get; }

    /// <summary>Numbers in what is known of the choice of each other head that the logits depend on.</summary>
    internal IReadOnlyList<int> Given { get; }

    /// <summary>The number of other heads whose choices the logits depend on.</summary>
    internal int Parents => given?.Count ?? 0;

    /// <summary>What an actor knows when it knows what other heads chose.</summary>
    internal Tensor Know(Tensor features, Tensor[] chosen) => given is null ? features.alias() : given.call(features, chosen);
}
