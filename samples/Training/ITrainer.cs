namespace Masking.Samples.Training;

/// <summary>Something that learns by acting, one update after the other.</summary>
public interface ITrainer : IDisposable
{
    /// <summary>Where the training stands.</summary>
    TrainingProgress Progress { get; }

    /// <summary>Acts for a while and learns from it.</summary>
    /// <param name="cancellationToken">Asked between environment steps.</param>
    /// <returns>False if it was cancelled on the way: what the policy had learned before is kept.</returns>
    bool Update(CancellationToken cancellationToken);
}
