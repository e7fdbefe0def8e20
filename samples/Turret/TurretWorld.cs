using Masking.Training;

namespace Masking.Samples.Turret;

/// <summary>The environment of <see cref="TurretPolicy"/>, with the rules of <see cref="Battlefield"/>.</summary>
/// <param name="variant">Whether the policy gets the legal interval of angles, and what a miss costs.</param>
public sealed class TurretWorld(Variant variant) : IEnvironment<TurretPolicy.Batch, TurretPolicy.Actions>, ICheckpointable
{
    /// <summary>The number of features: the walls around the tank, angle and place of the target, and whether the tank sees it.</summary>
    public const int Features = (Window * Window) + 4;

    /// <summary>The reward of a hit, which is the return of an episode that begins with one.</summary>
    public const float BestReturn = 1;

    private const int Window = (2 * Reach) + 1;
    private const int Reach = 2;

    private const float StepCost = 0.01f;

    private static readonly Order[] Orders = Enum.GetValues<Order>();

    /// <summary>The state of the environment.</summary>
    public Battlefield Field { get; } = new();

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => Field.Reset(random);

    /// <inheritdoc/>
    public StepResult Step(TurretPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (actions.AngleAt(row) is { } angle)
        {
            Field.Shoot(angle, random);
        }
        else
        {
            Field.Drive(actions.CommandAt(row), random);
        }

        return Field switch
        {
            { IsHit: true } => new StepResult(BestReturn, EpisodeStatus.Terminated),
            { Steps: Battlefield.MaxSteps } => new StepResult(-Cost, EpisodeStatus.Truncated),
            _ => new StepResult(-Cost),
        };
    }

    /// <inheritdoc/>
    public void WriteObservation(TurretPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        WriteView(batch.View(row));
        foreach (Order order in Orders)
        {
            batch.CommandMask(row)[order] = Field.IsLegal(order);
        }

        if (variant.IsMasked)
        {
            if (Field.Arc is { } arc)
            {
                batch.AngleRange(row).Allow(arc.Low, arc.High);
            }
            else
            {
                batch.AngleRange(row).AllowNone();
            }
        }
    }

    /// <inheritdoc/>
    public string Render() => BattlefieldPicture.Draw(Field);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => Field.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => Field.Load(reader);

    private float Cost => StepCost + (Field.Shot is null ? 0 : variant.MissCost);

    /// <summary>Writes the view from the tank: everything is relative to its place and direction.</summary>
    private void WriteView(Span<float> view)
    {
        int feature = 0;
        for (int ahead = Reach; ahead >= -Reach; ahead--)
        {
            for (int right = -Reach; right <= Reach; right++)
            {
                view[feature++] = Battlefield.IsFree(Field.Tank.Beside(Field.Heading, ahead, right)) ? 0 : 1;
            }
        }

        double angle = Field.AngleTo(Field.Target);
        double distance = Field.DistanceTo(Field.Target) / Battlefield.Size;
        (double toTheRight, double toTheFront) = Math.SinCos(double.DegreesToRadians(angle));
        view[feature++] = (float)(angle / Battlefield.MaxAngle);
        view[feature++] = (float)(distance * toTheFront);
        view[feature++] = (float)(distance * toTheRight);
        view[feature] = Field.Sees(Field.Target) ? 1 : 0;
    }
}
