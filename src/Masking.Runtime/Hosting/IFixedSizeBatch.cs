namespace Masking;

/// <summary>
/// A generated <c>Batch</c> whose sizes are all constants of the declaration, so that it can be created from the number of environments
/// alone. The batch of a policy with entity sets or with maps of any size needs their sizes and does not implement the interface.
/// </summary>
/// <typeparam name="TSelf">The type that implements the interface.</typeparam>
public interface IFixedSizeBatch<TSelf> where TSelf : IFixedSizeBatch<TSelf>
{
    /// <summary>Allocates the memory of a number of environments.</summary>
    /// <param name="environments">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environments"/> is not positive.</exception>
    static abstract TSelf Create(int environments);
}
