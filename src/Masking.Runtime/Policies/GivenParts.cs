using static TorchSharp.torch;

namespace Masking;

/// <summary>Parts that the initializers of a policy's members build, and that must have the sizes of the declaration.</summary>
public abstract partial class MaskedNetwork<TObservation, TResult>
{
    /// <summary>Registers the encoder of a vector that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The encoder.</param>
    /// <param name="inputs">Numbers in the observation.</param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, VectorEncoder? part, int inputs)
    {
        RequirePart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
    }

    /// <summary>Registers the encoder of a set that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The encoder.</param>
    /// <param name="features">Numbers per entity.</param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, EntityEncoder? part, int features)
    {
        RequirePart(name, part);
        RequireSize(name, nameof(features), features, part!.Features);
    }

    /// <summary>Registers the encoder of a map that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The encoder.</param>
    /// <param name="channels">Planes of the map.</param>
    /// <param name="height">Rows of cells, or null where the batch decides.</param>
    /// <param name="width">Columns of cells, or null where the batch decides.</param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, GridEncoder? part, int channels, int? height, int? width)
    {
        RequirePart(name, part);
        RequireSize(name, nameof(channels), channels, part!.Channels);
        if (part.Size is { } size && (size.Height != height || size.Width != width))
        {
            Refuse(name, $"maps of {Text(height)} by {Text(width)} cells", $"{size.Height} by {size.Width}");
        }
    }

    /// <summary>Registers the core that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The core.</param>
    /// <param name="inputs">Numbers in the encodings of all inputs together.</param>
    /// <param name="width">Numbers in the latent.</param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, PolicyCore? part, int inputs, int width)
    {
        RequirePart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
        RequireSize(name, "numbers in the latent", width, part.Width);
    }

    /// <summary>Registers the core with a memory that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The core.</param>
    /// <param name="inputs">Numbers in the encodings of all inputs together.</param>
    /// <param name="width">Numbers in the latent.</param>
    /// <param name="memory">Tensors that the type of the member remembers.</param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, RecurrentCore? part, int inputs, int width, int memory)
    {
        RequirePart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
        RequireSize(name, "numbers in the latent", width, part.Width);
        RequireSize(name, "tensors of memory", memory, part.MemoryTensors);
    }

    /// <summary>Registers the head that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="choices">Choices, or bits; of a record struct those of all parameters together.</param>
    /// <param name="given">
    /// For each other head whose choice the logits depend on: its choices, or the numbers in the encoding of what it points at.
    /// </param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, ProjectedHead? part, int inputs, int choices, params ReadOnlySpan<int> given)
    {
        RequirePart(name, part);
        RequireSize(name, nameof(choices), choices, part!.Choices);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers the pointer that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="candidates">Numbers in the encoding of one candidate.</param>
    /// <param name="given">
    /// For each other head whose choice the logits depend on: its choices, or the numbers in the encoding of what it points at.
    /// </param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, PointerHead? part, int inputs, int candidates, params ReadOnlySpan<int> given)
    {
        RequirePart(name, part);
        RequireSize(name, "numbers per candidate", candidates, part!.Candidates);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers the subset head that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">Numbers that an actor knows.</param>
    /// <param name="candidates">Numbers in the encoding of one candidate.</param>
    /// <param name="given">
    /// For each other head whose choice the logits depend on: its choices, or the numbers in the encoding of what it points at.
    /// </param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, SubsetHead? part, int inputs, int candidates, params ReadOnlySpan<int> given)
    {
        RequirePart(name, part);
        RequireSize(name, "numbers per candidate", candidates, part!.Candidates);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers the value head that the initializer of its member gives.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">Numbers in the latent, and in the encodings of what the value sees beside it.</param>
    /// <exception cref="InvalidOperationException">There is no part, or it has another size; what was built is then disposed.</exception>
    protected void RegisterGiven(string name, ValueHead? part, int inputs)
    {
        RequirePart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
    }

    private void RequirePart(string name, nn.Module? part)
    {
        if (part is null)
        {
            Dispose();
            throw new InvalidOperationException($"{GetName()}.{name}: expected a part from its initializer, got null. Leave the "
                + $"initializer out to have the part built as declared.");
        }

        Register(name, part);
    }

    private void RequireHead(string name, ActionHead part, int inputs, ReadOnlySpan<int> given)
    {
        RequireSize(name, nameof(inputs), inputs, part.Inputs);
        if (!given.SequenceEqual([.. part.ParentWidths]))
        {
            Refuse(name, $"the choices of other heads ({string.Join(", ", given.ToArray())})", $"({string.Join(", ", part.ParentWidths)})");
        }
    }

    private void RequireSize(string name, string size, int declared, int? built)
    {
        if (built is { } number && number != declared)
        {
            Refuse(name, $"{declared} {size}", $"{number}");
        }
    }

    private void Refuse(string name, string declared, string built)
    {
        string policy = GetName();
        Dispose();
        throw new InvalidOperationException($"{policy}.{name}: expected {declared}, as declared, got {built} from its initializer. "
            + $"Change one of them.");
    }

    private static string Text(int? size) => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any";
}
