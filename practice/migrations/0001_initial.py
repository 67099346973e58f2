

import django.core.validators
import django.db.models.deletion
import practice.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('questions', '0005_quicker_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_points', models.JSONField(help_text='As they were when they were marked.')),
                ('why', models.CharField(blank=True, default='', help_text='Why this question was picked.', max_length=300)),
                ('started_at', models.DateTimeField()),
                ('budget', models.DurationField()),
                ('timed', models.BooleanField(default=False)),
                ('how', models.CharField(blank=True, choices=[('typed', 'typed'), ('spoken', 'spoken'), ('unknown', 'I don’t know')], default='', max_length=10)),
                ('answer', models.TextField(blank=True, default='')),
                ('answer_version', models.PositiveIntegerField(default=0)),
                ('answer_stamp', models.CharField(blank=True, default='', max_length=60)),
                ('revealed_at', models.DateTimeField(null=True)),
                ('marks', models.JSONField(default=dict)),
                ('coverage', models.FloatField(null=True)),
                ('next_time', models.TextField(blank=True, default='')),
                ('next_time_version', models.PositiveIntegerField(default=0)),
                ('next_time_stamp', models.CharField(blank=True, default='', max_length=60)),
                ('grade', models.PositiveSmallIntegerField(choices=[(1, 'again'), (2, 'hard'), (3, 'good'), (4, 'easy')], null=True)),
                ('graded_at', models.DateTimeField(null=True)),
                ('day', models.DateField(help_text='The day of practice on which it was graded.', null=True)),
                ('is_first', models.BooleanField(default=False)),
                ('before', models.JSONField(help_text='The card as it was, for taking the grade back.', null=True)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='questions.question')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.PositiveSmallIntegerField()),
                ('step', models.PositiveSmallIntegerField(null=True)),
                ('stability', models.FloatField(null=True)),
                ('difficulty', models.FloatField(null=True)),
                ('due', models.DateTimeField()),
                ('last_review', models.DateTimeField(null=True)),
                ('reviewed', models.FloatField(default=0.0, help_text='The last review in days since 1970, for databases to reckon with.')),
                ('missed', models.JSONField(default=dict, help_text='How often in a row each key point was missed.')),
                ('most_missed', models.PositiveSmallIntegerField(default=0)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='questions.question')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Habit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview_on', models.DateField(blank=True, null=True, verbose_name='day of the interview')),
                ('minutes_a_day', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(240)])),
                ('new_a_day', models.PositiveSmallIntegerField(default=5, help_text='With a day for the interview, it is as many as are needed to see all of them by then.', validators=[django.core.validators.MaxValueValidator(60)], verbose_name='new questions a day')),
                ('retention', models.FloatField(default=0.9, help_text='From 0.7 to 0.97. The more you want to keep, the sooner each question comes back.', validators=[django.core.validators.MinValueValidator(0.7), django.core.validators.MaxValueValidator(0.97)], verbose_name='share to remember')),
                ('parameters', models.JSONField(blank=True, default=list, editable=False)),
                ('timed', models.BooleanField(default=False, verbose_name='show a clock for each question')),
                ('exam_like', models.BooleanField(default=False, verbose_name='do not show the topic, as in an exam')),
                ('time_zone', models.CharField(blank=True, default='', max_length=60, validators=[practice.models.must_be_a_time_zone])),
                ('day_starts_at', models.PositiveSmallIntegerField(default=4, help_text='The hour, 0 to 12.', validators=[django.core.validators.MaxValueValidator(12)], verbose_name='a day begins at')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='habit', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='recordings/%Y/%m/')),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveIntegerField()),
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='recording', to='practice.attempt')),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('coverage', models.FloatField(default=0.0, help_text='Sum of the coverages.')),
                ('seconds', models.PositiveBigIntegerField(default=0)),
                ('points', models.JSONField(default=dict, help_text='How often each key point was heard at least partly.')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tally', to='questions.question')),
            ],
            options={
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['user', 'day', 'is_first'], name='practice_days'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['user', 'graded_at'], name='practice_log'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('grade', None)), fields=['user', '-started_at'], name='practice_waiting'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['user', 'question', 'graded_at'], name='practice_of_question'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['user', 'due'], name='practice_due'),
        ),
        migrations.AddIndex(
            model_name='card',
            index=models.Index(fields=['user', '-most_missed'], name='practice_missed'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.UniqueConstraint(fields=('user', 'question'), name='one_card_a_question'),
        ),
    ]
