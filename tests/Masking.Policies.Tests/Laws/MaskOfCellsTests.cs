using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class MaskOfCellsTests
{
    private const int Height = 2;
    private const int Width = 4;
    private const int Draws = 400;

    [Fact]
    public void TheRowOfTheMask_IsSelectedByTheChosenCell()
    {
        using DisposeScope scope = NewDisposeScope();
        using SurveyPolicy policy = new();
        using SurveyPolicy.Batch batch = new(Draws, Height, Width);
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int cell = 0; cell < Height * Width; cell++)
            {
                batch.ToolMask(draw, cell).AllowOnly(cell % 3);
            }
        }

        using Step<SurveyPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));

        int[] sites = [.. Enumerable.Range(0, Draws).Select(row => step.Actions.SiteAt(row))];
        Assert.Equal(Enumerable.Range(0, Height * Width), sites.Distinct().Order());
        Assert.Equal(sites.Select(site => (int?)(site % 3)), Enumerable.Range(0, Draws).Select(row => step.Actions.ToolAt(row)));
    }

    [Fact]
    public void AMaskOfAListOfCells_IsRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using SurveyPolicy policy = new();
        using SurveyPolicy.Batch batch = new(1, Height, Width);
        SurveyPolicy.Observation observation = batch.Observation with { ToolMask = ones(1, Height * Width, 3, ScalarType.Bool) };

        Assert.Equal(nameof(observation.ToolMask), Assert.Throws<MaskShapeException>(() => policy.forward(observation)).Member);
    }
}
