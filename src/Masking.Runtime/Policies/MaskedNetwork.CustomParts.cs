using static TorchSharp.torch;

namespace Masking;

// Registers parts that are created by initializers of members, and checks their sizes against the declaration.
public abstract partial class MaskedNetwork<TObservation, TResult>
{
    /// <summary>Registers a vector encoder that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The encoder.</param>
    /// <param name="inputs">The declared number of features of the input.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, VectorEncoder? part, int inputs)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
    }

    /// <summary>Registers a set encoder that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The encoder.</param>
    /// <param name="features">The declared number of features of an entity.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, EntityEncoder? part, int features)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(features), features, part!.Features);
    }

    /// <summary>Registers a map encoder that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The encoder.</param>
    /// <param name="channels">The declared number of planes of the map.</param>
    /// <param name="height">The declared number of rows of cells; null if it depends on the batch.</param>
    /// <param name="width">The declared number of columns of cells; null if it depends on the batch.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, GridEncoder? part, int channels, int? height, int? width)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(channels), channels, part!.Channels);
        if (part.Size is { } size && (size.Height != height || size.Width != width))
        {
            DisposeAndThrow(name, $"maps of {FormatSize(height)} by {FormatSize(width)} cells", $"{size.Height} by {size.Width}");
        }
    }

    /// <summary>Registers a core that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The core.</param>
    /// <param name="inputs">The sum of the widths of the encodings of all inputs.</param>
    /// <param name="width">The declared width of the latent.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, PolicyCore? part, int inputs, int width)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
        RequireSize(name, "numbers in the latent", width, part.Width);
    }

    /// <summary>Registers a recurrent core that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The core.</param>
    /// <param name="inputs">The sum of the widths of the encodings of all inputs.</param>
    /// <param name="width">The declared width of the latent.</param>
    /// <param name="memory">The number of memory tensors of the type of the member.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, RecurrentCore? part, int inputs, int width, int memory)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
        RequireSize(name, "numbers in the latent", width, part.Width);
        RequireSize(name, "tensors of memory", memory, part.MemoryTensors);
    }

    /// <summary>Registers a head that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="choices">The number of choices or bits; for a record struct, the sum over its parameters.</param>
    /// <param name="given">
    /// For each head named in <c>[Given]</c>: the number of its choices, or the width of the encodings of its candidates.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, ProjectedHead? part, int inputs, int choices, params ReadOnlySpan<int> given)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(choices), choices, part!.Choices);
        RequireSize(name, "numbers", 0, part.Numbers);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers a head that chooses numbers, which was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="columns">The number of choices or bits, and the number of numbers.</param>
    /// <param name="given">
    /// For each head named in <c>[Given]</c>: the number of its choices, or the width of the encodings of its candidates.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(
        string name, ProjectedHead? part, int inputs, (int Choices, int Numbers) columns, params ReadOnlySpan<int> given)
    {
        RegisterPart(name, part);
        RequireSize(name, "choices", columns.Choices, part!.Choices);
        RequireSize(name, "numbers", columns.Numbers, part.Numbers);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers a custom head that was created by the initializer of its member.</summary>
    /// <typeparam name="T">The type of the choices.</typeparam>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="choices">The number of choices or bits; for a record struct, the sum over its parameters.</param>
    /// <param name="given">
    /// For each head named in <c>[Given]</c>: the number of its choices, or the width of the encodings of its candidates.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven<T>(string name, ChoiceHead<T>? part, int inputs, int choices, params ReadOnlySpan<int> given)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(choices), choices, part!.Choices);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers a custom head of action values that was created by the initializer of its member.</summary>
    /// <typeparam name="T">The type of the choices.</typeparam>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="choices">The number of choices.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven<T>(string name, ActionValueHead<T>? part, int inputs, int choices)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(choices), choices, part!.Choices);
        RequireHead(name, part, inputs, given: []);
    }

    /// <summary>Registers a pointer head that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="candidates">The width of the encoding of a candidate.</param>
    /// <param name="given">
    /// For each head named in <c>[Given]</c>: the number of its choices, or the width of the encodings of its candidates.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, PointerHead? part, int inputs, int candidates, params ReadOnlySpan<int> given)
    {
        RegisterPart(name, part);
        RequireSize(name, "numbers per candidate", candidates, part!.Candidates);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers a subset head that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">The number of features of an actor.</param>
    /// <param name="candidates">The width of the encoding of a candidate.</param>
    /// <param name="given">
    /// For each head named in <c>[Given]</c>: the number of its choices, or the width of the encodings of its candidates.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, SubsetHead? part, int inputs, int candidates, params ReadOnlySpan<int> given)
    {
        RegisterPart(name, part);
        RequireSize(name, "numbers per candidate", candidates, part!.Candidates);
        RequireHead(name, part, inputs, given);
    }

    /// <summary>Registers a value head that was created by the initializer of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The head.</param>
    /// <param name="inputs">The width of the latent plus the widths of the encodings of the inputs that only the value uses.</param>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="part"/> is null, or has another size than declared. The policy and its parts are disposed.
    /// </exception>
    protected void RegisterGiven(string name, ValueHead? part, int inputs)
    {
        RegisterPart(name, part);
        RequireSize(name, nameof(inputs), inputs, part!.Inputs);
    }

    private void RegisterPart(string name, nn.Module? part)
    {
        if (part is null)
        {
            Dispose();
            throw new InvalidOperationException($"{GetName()}.{name}: expected a part from its initializer, got null. Remove "
                + "the initializer to have the part created from the declaration.");
        }

        Register(name, part);
    }

    private void RequireHead(string name, ActionHead part, int inputs, ReadOnlySpan<int> given)
    {
        RequireSize(name, nameof(inputs), inputs, part.Inputs);
        if (!given.SequenceEqual([.. part.ParentWidths]))
        {
            string expected = $"the choices of other heads ({string.Join(", ", given.ToArray())})";
            DisposeAndThrow(name, expected, $"({string.Join(", ", part.ParentWidths)})");
        }
    }

    private void RequireSize(string name, string size, int declared, int? actual)
    {
        if (actual is { } number && number != declared)
        {
            DisposeAndThrow(name, $"{declared} {size}", $"{number}");
        }
    }

    private void DisposeAndThrow(string name, string expected, string actual)
    {
        string policy = GetName();
        Dispose();
        throw new InvalidOperationException($"{policy}.{name}: expected {expected}, as declared, got {actual} from its initializer. "
            + "Change the declaration or the initializer.");
    }

    private static string FormatSize(int? size) => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any";
}
