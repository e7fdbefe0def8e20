namespace Masking;

/// <summary>
/// The operations of every generated class, whatever its observations and its output are. Code that is written for the interface reads
/// the declaration of any policy, and saves and loads it.
/// </summary>
public interface IMaskedNetwork
{
    /// <summary>The declaration of the class, which is also its static property <c>Declaration</c>.</summary>
    PolicyDeclaration Declaration { get; }

    /// <summary>Whether the network was disposed, so that it has no parameters any more.</summary>
    internal bool IsDisposed => false;

    /// <inheritdoc cref="MaskedNetwork{TObservation, TResult}.Save"/>
    void Save(string path);

    /// <inheritdoc cref="MaskedNetwork{TObservation, TResult}.LoadFrom"/>
    void LoadFrom(string path);

    /// <inheritdoc cref="MaskedNetwork{TObservation, TResult}.LoadMatching"/>
    ModelMatch LoadMatching(string path);
}
