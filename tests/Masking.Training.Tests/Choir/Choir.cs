namespace Masking.Training.Tests;

/// <summary>
/// A choir whose singers leave and join it at random. Each is shown a note of its own, and is rewarded for singing it as far as it sings
/// better than the others: the rewards of all singers add up to 0, so that only a singer's own reward tells how well it sang.
/// </summary>
/// <param name="limit">The number of steps until an episode is truncated.</param>
internal sealed class Choir(int limit = 5) : ICheckpointable
{
    public const int MaxSingers = 6;

    private readonly bool[] _isPresent = new bool[MaxSingers];
    private readonly Note[] _notes = new Note[MaxSingers];
    private readonly float[] _rewards = new float[MaxSingers];
    private int _steps;

    /// <summary>Whether the singers have rewards of their own. Otherwise they share the sum, which is 0.</summary>
    public bool RewardsSingers { get; init; } = true;

    /// <summary>The number of notes that were sung.</summary>
    public int Sung { get; private set; }

    /// <summary>The number of right notes among them.</summary>
    public int Right { get; private set; }

    public bool IsPresent(int singer) => _isPresent[singer];

    public Note NoteOf(int singer) => _notes[singer];

    public void Reset(RandomNumbers random)
    {
        // The rewards of the last step belong to the environment, which may overwrite them here.
        Array.Fill(_rewards, float.NaN);
        _steps = 0;
        Move(random);
    }

    public StepResult Step(Func<int, Note?> sung, RandomNumbers random)
    {
        bool[] isRight = [.. Enumerable.Range(0, MaxSingers).Select(singer => _isPresent[singer] && sung(singer) == _notes[singer])];
        int singers = _isPresent.Count(isPresent => isPresent);
        int right = isRight.Count(each => each);
        (Sung, Right) = (Sung + singers, Right + right);
        for (int singer = 0; singer < MaxSingers; singer++)
        {
            _rewards[singer] = _isPresent[singer] ? (isRight[singer] ? 1 : 0) - ((float)right / singers) : 0;
        }

        Move(random);
        EpisodeStatus status = ++_steps == limit ? EpisodeStatus.Truncated
            : random.Next(10) == 0 ? EpisodeStatus.Terminated : EpisodeStatus.Running;
        return RewardsSingers ? new StepResult(right, status) { ActorRewards = _rewards } : new StepResult(0, status);
    }

    public void Write(Span<bool> present, Func<int, Span<float>> features, Action clear)
    {
        clear();
        for (int singer = 0; singer < MaxSingers; singer++)
        {
            present[singer] = _isPresent[singer];
            features(singer)[(int)_notes[singer]] = 1;
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        for (int singer = 0; singer < MaxSingers; singer++)
        {
            writer.Write(_isPresent[singer]);
            writer.Write((int)_notes[singer]);
        }
    }

    public void Load(BinaryReader reader)
    {
        _steps = reader.ReadInt32("steps", 0, limit);
        for (int singer = 0; singer < MaxSingers; singer++)
        {
            _isPresent[singer] = reader.ReadBoolean();
            _notes[singer] = (Note)reader.ReadInt32("note", 0, 2);
        }
    }

    private void Move(RandomNumbers random)
    {
        // One step in eight has no singers at all.
        bool isEmpty = random.Next(8) == 0;
        for (int singer = 0; singer < MaxSingers; singer++)
        {
            _isPresent[singer] = random.Next(3) > 0 && !isEmpty;
            _notes[singer] = (Note)random.Next(3);
        }
    }
}
