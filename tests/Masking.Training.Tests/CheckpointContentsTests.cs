namespace Masking.Training.Tests;

public sealed class CheckpointContentsTests : IDisposable
{
    private readonly CheckpointContents _contents = new();

    public void Dispose() => _contents.Dispose();

    [Theory]
    [InlineData("ppo", 1)]
    [InlineData("ppo of heads", 1)]
    [InlineData("ppo with memory", 1)]
    [InlineData("dqn", 1)]
    public void InvalidContents_AreRefusedByName_AndChangeNothing(string kind, int seed)
    {
        using ITrainer trainer = Trainers.CreateTrainer(kind);

        _contents.RefuseMutations(trainer, seed);
    }

    [Theory]
    [InlineData("ppo")]
    [InlineData("ppo with memory")]
    [InlineData("dqn")]
    public void ANumberOutOfItsRange_IsRefused_WhereverItIs(string kind)
    {
        using ITrainer trainer = Trainers.CreateTrainer(kind);

        _contents.RefuseNumbersOutOfRange(trainer);
    }
}
