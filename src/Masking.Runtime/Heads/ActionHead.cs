using Masking.Heads;
using Masking.Networks;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of the heads: <see cref="Head{T}"/>, <see cref="PointerHead"/>, <see cref="SubsetHead"/> and <see cref="QHead{T}"/>. Heads of
/// your own derive from <see cref="ChoiceHead{T}"/> or <see cref="ActionValueHead{T}"/>.
/// </summary>
/// <example>
/// <code>
/// ActionHead[] heads = [new Head&lt;bool&gt;(inputs: 64, choices: 2), new PointerHead(inputs: 64, candidates: 32)];
/// long parameters = heads.Sum(head =&gt; head.parameters().Sum(parameter =&gt; parameter.numel()));
/// </code>
/// </example>
public abstract class ActionHead : nn.Module
{
    // The name of the field is the name of the module in state_dict.
    private readonly ChoiceEmbeddings? given;

    /// <param name="name">The name of the module.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="parentWidths">The width of the encoding of the choice of each parent head, on whose choice the logits depend.</param>
    private protected ActionHead(string name, int inputs, IReadOnlyList<int>? parentWidths = null)
        : base(TorchLibrary.LoadFor(name))
    {
        Inputs = Sizes.Positive(inputs);
        ParentWidths = parentWidths ?? [];
        if (parentWidths is { Count: > 0 })
        {
            Sizes.RequireProduct([(inputs, nameof(inputs)), (inputs, nameof(inputs))]);
            foreach (int width in parentWidths)
            {
                Sizes.RequireProduct([(width, nameof(given)), (inputs, nameof(inputs))]);
            }

            given = new ChoiceEmbeddings(inputs, parentWidths);
            register_module(nameof(given), given);
        }
    }

    /// <summary>The number of features of an actor.</summary>
    internal int Inputs { get; }

    /// <summary>The width of the encoding of the choice of each parent head.</summary>
    internal IReadOnlyList<int> ParentWidths { get; }

    /// <summary>The number of parent heads, on whose choices the logits depend.</summary>
    internal int Parents => given?.Count ?? 0;

    /// <summary>Combines the features of each actor with the choices of the parent heads.</summary>
    /// <param name="features"><c>(rows, inputs)</c>.</param>
    /// <param name="choices">The encoding of the choice of each parent head, <c>(rows, width)</c>.</param>
    /// <returns><c>(rows, inputs)</c>.</returns>
    internal Tensor Condition(Tensor features, Tensor[] choices) => given is null ? features.alias() : given.call(features, choices);
}
