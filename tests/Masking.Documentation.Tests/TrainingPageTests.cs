namespace Masking.Documentation.Tests;

public sealed class TrainingPageTests
{
    [Fact]
    public void TheHandWrittenLoop_HasAtMost60Lines()
    {
        CodeBlock loop = MarkdownPage.Read("docs/training.md").Blocks.Single(block => block.Text.Contains("loss.backward()"));

        Assert.InRange(loop.Text.Split('\n').Length, 1, 60);
    }
}
