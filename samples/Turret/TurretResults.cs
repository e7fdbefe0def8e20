namespace Masking.Samples.Turret;

/// <summary>The results of an evaluation.</summary>
/// <param name="MeanReturn">The mean return of an episode.</param>
/// <param name="EpisodesWithHit">The fraction of episodes in which the target was hit.</param>
/// <param name="ShotsThatHit">The fraction of shots that hit the target; null if there were no shots.</param>
/// <param name="ClampedShots">The fraction of shots whose angle was clamped; null if there were no shots.</param>
public sealed record TurretResults(double MeanReturn, double EpisodesWithHit, double? ShotsThatHit, double? ClampedShots)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"mean return {MeanReturn:F2}, a hit in {EpisodesWithHit:P0} of the episodes; "
            + (ShotsThatHit is null ? "no shots" : $"{ShotsThatHit:P0} of the shots hit, {ClampedShots:P0} were clamped");
}
